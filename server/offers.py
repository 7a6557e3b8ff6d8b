"""Questions that lead on from an answer, none that it has answered; each can be asked as it stands."""

from collections.abc import Sequence

from server.conditions import Costs, OpenSource, Priced
from server.conjunctions import affirmed, leaves_of
from server.coverage import phases_of
from server.query import Query
from server.schema import Items

_FIRST = (
    "Which free tools cover Monitoring (M)?",
    "Which roles take part in Deployment (D)?",
    "Should we train our own LLM or use an existing one?",
)
_MOST = 3
_LIFECYCLE = "What happens in each phase of the lifecycle?"
# What the parts of a concept's card answer, in the order in which one may want to know it.
_NEXT = {
    "What it is": "What is {}?",
    "Why it matters": "Why does {} matter?",
    "Getting started": "How do I get started with {}?",
    "When it is needed": "When do I need {}?",
    "What to do": "What do I do about {}?",
    "Tools": "Which tool should I use for {}?",
    "Example": "Give me an example of {}",
    "Difficulties": "What are the challenges of {}?",
    "Summary": "Summarize the {}",
    "Contributions": "What are the contributions of the {}?",
    "Figures and tables": "What do the tables of the {} show?",
}
_BESIDE = "Beside "


def suggest(query: Query | None, items: Items) -> tuple[str, ...]:
    """At most three questions; the general ones where nothing was typed."""
    found: list[str] = []
    if len(items.tools) > 1:
        kinds = [affirmed(part) for part in leaves_of(query.where)] if query else []
        if not any(isinstance(kind, Costs | Priced) for kind in kinds):
            found.append("Which of those are free?")
        elif not any(isinstance(kind, OpenSource) for kind in kinds):
            found.append("Which of those are open source?")
        if query is None or query.measure != "compare":
            found.append(f"Compare {items.tools[0]} and {items.tools[1]}")
    elif items.tools:
        found.append(f"Which phases does {items.tools[0]} cover?")
        found.append(f"What are alternatives to {items.tools[0]}?")
    if items.roles:
        if query is None or query.by != "wage":
            found.append(f"What is the monthly wage of a {items.roles[0]}?")
        found.append(f"Which phases does the {items.roles[0]} take part in?")
    phases = phases_of(query.where) if query else ()
    for phase in (*phases, *items.phases):
        if phase != "DT":
            noun = "roles take part in" if query and query.select == "tools" else "tools cover"
            found.append(f"Which {noun} {phase}?")
    return tuple(dict.fromkeys(found or _FIRST))[:_MOST]


def of_concept(name: str, told: str | None, parts: Sequence[str]) -> tuple[str, ...]:
    """At most three questions that the other parts of a concept's card answer, and what the whole lifecycle is."""
    name = _in_a_sentence(name)
    others = [part for part in _NEXT if part in parts and part != told]
    beside = [part for part in parts if part.startswith(_BESIDE) and part != told]
    found = [_NEXT[part].format(name) for part in others[: _MOST - 1]]
    found += [f"What is the difference between {name} and {part.removeprefix(_BESIDE)}?" for part in beside]
    return (*found[: _MOST - 1], _LIFECYCLE)


def _in_a_sentence(name: str) -> str:
    """`RAG` and `LLMOps` as they are, `Drift` as `drift`, `Feature Store` as `a feature store`."""
    words = name.split()
    if any(word[1:] != word[1:].lower() for word in words):
        return name
    return f"a {name.lower()}" if len(words) > 1 else name.lower()


def of_phase(phase: str) -> tuple[str, ...]:
    """Questions that lead on from what a phase is."""
    return (f"Which tools cover {phase}?", f"Which roles take part in {phase}?", f"Why does {phase} matter?")
