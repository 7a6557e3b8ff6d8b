"""Questions that lead on from an answer, none that it has answered; each can be asked as it stands."""

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
