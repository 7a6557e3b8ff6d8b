"""Questions for sets of tools and roles, for how many they are, and for what a role uses."""

from tests.oracle import tables
from tests.oracle.question import Question
from tests.oracle.tables import COST, LICENCE, PHASES, ROLES, TOOLS, WAGE, Kind, Names
from tests.oracle.words import Part, Writer

NOUNS: dict[Kind, tuple[tuple[str, str], ...]] = {
    "tools": (("tool", "tools"), ("tool", "tools"), ("product", "products"), ("software tool", "software tools")),
    "roles": (
        ("role", "roles"),
        ("role", "roles"),
        ("job", "jobs"),
        ("position", "positions"),
        ("job role", "job roles"),
    ),
}


def _topics(kind: Kind, said: Names, *topics: str) -> list[str]:
    """Those of `topics` that may still be said of such names without contradicting what was said."""
    columns = {"cost": COST, "licence": LICENCE, "wage": WAGE}
    fitting = ("coverage", "cost", "licence") if kind == "tools" else ("coverage", "wage")
    return [topic for topic in topics or fitting if topic in fitting and columns.get(topic) not in said.columns]


def _some(w: Writer, topics: list[str]) -> list[str]:
    return w.pick(topics, 1, len(topics))


def noun_phrase(w: Writer, kind: Kind, *, many: bool) -> Part:
    """`free CI tools`, `roles for deployment`."""
    noun = w.one(*NOUNS[kind])[many]
    names, before, after = tables.everything(kind), "", ""
    if w.chance(50):
        code = w.one(*PHASES)
        before, names = f"{w.label(code)} ", tables.covering(kind, code)
    else:
        part = w.beside(kind)
        after, names = f" {part.text}", part.names
    if kind == "tools" and w.chance(35):
        adjective = w.adjective()
        before, names = f"{adjective.text} {before}", names & adjective.names
    return Part(f"{before}{noun}{after}", names)


def _set_phrase(w: Writer, kind: Kind) -> tuple[str, str, Names]:
    """Words and form of a request for a set, with the set."""
    form = w.one("which", "which", "order", "order", "there", "need", "fragment", "front", "what are", "who")
    many = w.chance(80)
    that = w.one("that", "which") if kind == "tools" else w.one("that", "who")
    if form == "who" and kind == "tools":
        form = "which"
    if form == "who":
        phrase = w.verb_phrases(kind, _some(w, ["coverage", "wage"]), many=False)
        return f"who {phrase.text}", "question", phrase.names
    if form == "which":
        noun = w.one(*NOUNS[kind])[many]
        names, before = tables.everything(kind), ""
        if kind == "tools" and w.chance(30):
            adjective = w.adjective()
            before, names = f"{adjective.text} ", adjective.names
        phrase = w.verb_phrases(kind, _some(w, _topics(kind, names)), many=many)
        return f"{w.one('which', 'what')} {before}{noun} {phrase.text}", "question", names & phrase.names
    if form == "front":
        code = w.one(*PHASES)
        part = w.verb_phrases(kind, [w.one("cost", "licence") if kind == "tools" else "wage"], many=True)
        front = f"{w.one('for', 'in', 'when it comes to')} {w.phase(code)}"
        text = f"{front}, which {w.one(*NOUNS[kind])[1]} {part.text}"
        return text, "question", tables.covering(kind, code) & part.names
    phrase = noun_phrase(w, kind, many=True)
    text, names = phrase.text, phrase.names
    topics = _topics(kind, names, "cost", "licence", "wage")
    if topics and form not in ("fragment", "what are") and w.chance(40):
        clause = w.verb_phrases(kind, [w.one(*topics)], many=True)
        text, names = f"{text} {that} {clause.text}", names & clause.names
    if form == "order":
        verb = w.one("list", "name", "show me", "give me", "find", "tell me", "I need to see")
        verb += w.one(" all", " all the", " the", " every one of the", "")
        return f"{verb} {text}", "order" if not verb.startswith("I ") else "fragment", names
    if form == "there":
        return w.one(f"are there any {text}", f"what {text} are there", f"do we have {text}"), "question", names
    if form == "need":
        verb = w.one("I need", "I am looking for", "we are looking for", "we want", "I'd like to see")
        return f"{verb} {text}", "fragment", names
    if form == "what are":
        return w.one(f"what are the {text}", f"which are the {text}"), "question", names
    return text, "fragment", names


def tool_sets(w: Writer) -> Question:
    text, form, found = _set_phrase(w, "tools")
    return Question(w.dress(text, form), "tools", found.names, columns=found.columns)


def role_sets(w: Writer) -> Question:
    text, form, found = _set_phrase(w, "roles")
    return Question(w.dress(text, form), "roles", found.names, columns=found.columns)


def _count(w: Writer, kind: Kind) -> Question:
    form = w.one("how many", "how many", "there", "count", "number")
    if form == "how many":
        noun = w.one(*NOUNS[kind])[1]
        names, before = tables.everything(kind), ""
        if kind == "tools" and w.chance(30):
            adjective = w.adjective()
            before, names = f"{adjective.text} ", adjective.names
        phrase = w.verb_phrases(kind, _some(w, _topics(kind, names)), many=True)
        text, names = f"how many {before}{noun} {phrase.text}", names & phrase.names
    else:
        part = noun_phrase(w, kind, many=True)
        names = part.names
        if form == "there":
            text = w.one(f"how many {part.text} are there", f"how many {part.text} does the paper list")
        elif form == "count":
            text = w.one(f"count the {part.text}", f"count all {part.text}")
        else:
            text = w.one(f"what is the number of {part.text}", f"what's the number of {part.text}")
    dressed = w.dress(text, "order" if form == "count" else "question")
    return Question(dressed, kind, names.names, (len(names.names),), names.columns)


def tool_counts(w: Writer) -> Question:
    return _count(w, "tools")


def role_counts(w: Writer) -> Question:
    return _count(w, "roles")


def joins(w: Writer) -> Question:
    if w.chance(60):
        role = w.one(*ROLES)
        who = w.a_role(role)
        found, noun, before = tables.meeting("tools", role), w.one("tools", "tools", "software tools"), ""
        if w.chance(40):
            adjective = w.adjective()
            before, found = f"{adjective.text} ", found & adjective.names
        many = w.chance(25)
        forms = (
            f"which {before}{noun} does {who} need",
            f"what {before}{noun} would {who} work with",
            f"which {before}{noun} cover the phases of {who}",
            f"which {before}{noun} are used in the phases that {who} works in",
            f"list the {before}{noun} for {who}",
            f"which {before}{noun} are relevant to {who}",
        )
        text = (
            f"how many {before}{noun} {w.one(f'does {who} need', f'cover the phases of {who}')}"
            if many
            else w.one(*forms)
        )
        values = (len(found.names),) if many else ()
        return Question(w.dress(text, "question"), "tools", found.names, values, found.columns)
    return _users(w)


def overlaps(w: Writer) -> Question:
    """Tools or roles that have so many phases in common with another."""
    kind: Kind = w.one("tools", "roles")
    other = w.one(*TOOLS, *ROLES)
    words = w.a_role(other) if other in ROLES else w.tool(other)
    sign, count, said = w.one(
        (">=", 2, "at least two"), (">=", 2, "two or more"), ("=", 2, "exactly two"), (">", 1, "more than one"),
        (">=", 3, "at least 3"), ("=", 1, "exactly one"), ("<=", 1, "at most one"),
    )  # fmt: skip
    noun = w.one(*NOUNS[kind])[True]
    text = w.one(
        f"which {noun} have {said} phases in common with {words}",
        f"which {noun} share {said} phases with {words}",
        f"which {noun} cover {said} of the phases of {words}",
        f"list the {noun} that are in {said} of the phases that {words} covers",
    )
    found = tables.overlapping(kind, other, sign, count)
    return Question(w.dress(text, "question"), kind, found.names, columns=found.columns)


def _users(w: Writer) -> Question:
    tool = w.one(*TOOLS)
    words = w.tool(tool)
    found = tables.meeting("roles", tool)
    text = w.one(
        f"which roles work with {words}",
        f"who works with {words}",
        f"which roles use {words}",
        f"which jobs would use {words}",
        f"which roles take part in the phases that {words} covers",
        f"which roles work in the phases of {words}",
        f"who would use {words}",
    )
    return Question(w.dress(text, "question"), "roles", found.names, columns=found.columns)
