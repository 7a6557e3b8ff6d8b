"""Questions for phases: of one name, of several, by how many they have."""

from tests.oracle import tables
from tests.oracle.question import Question
from tests.oracle.tables import COLUMNS, PHASES, ROLES, TOOLS, Kind
from tests.oracle.words import Writer


def _thing(w: Writer) -> tuple[str, str]:
    if w.chance(60):
        name = w.one(*TOOLS)
        return name, w.tool(name)
    name = w.one(*ROLES)
    return name, w.a_role(name)


def phases_of_one(w: Writer) -> Question:
    name, words = _thing(w)
    phase = w.one("phases", "phases", "lifecycle phases", "stages", "phases of the lifecycle")
    if name in TOOLS:
        forms = [
            f"which {phase} does {words} cover",
            f"in which {phase} is {words} used",
            f"what {phase} does {words} support",
            f"list the {phase} that {words} covers",
            f"which {phase} is {words} ticked for",
            f"where in the lifecycle is {words} used",
            f"for which {phase} is {words} listed",
        ]
    else:
        forms = [
            f"which {phase} does {words} work in",
            f"in which {phase} does {words} take part",
            f"what {phase} is {words} involved in",
            f"list the {phase} of {words}",
            f"which {phase} does {words} cover",
            f"where in the lifecycle does {words} work",
        ]
    if w.chance(20):
        verb = "cover" if name in TOOLS else "work in"
        text = f"{w.one('how many', 'in how many' if verb == 'work in' else 'how many')} phases does {words} {verb}"
        text = text.replace("work in", "work") if text.startswith("in ") else text
        printed = frozenset(tables.printed(name))
        return Question(w.dress(text, "question"), "phases", printed, (len(printed),), shown=frozenset({name}))
    return Question(
        w.dress(w.one(*forms), "question"), "phases", frozenset(tables.printed(name)), shown=frozenset({name})
    )


def phases_of_several(w: Writer) -> Question:
    kind: Kind = w.one("tools", "tools", "roles")
    form = w.one("common", "gap", "minus", "any", "difference")
    most = {"common": 3, "gap": 4}.get(form, 2)
    names = w.pick(list(tables.RECORDS[kind]), 2, most)
    words = [w.tool(name) if kind == "tools" else w.a_role(name) for name in names]
    joined = w.listing(words, "and")
    if form == "common":
        both = "both " if len(names) == 2 else ""
        text = w.one(
            f"which phases do {joined} have in common",
            f"what phases do {joined} share",
            f"which phases are shared by {joined}",
            f"which phases are common to {both}{joined}",
            f"which phases do {both}{joined} cover" if both else f"which phases do {joined} all cover",
            f"where do {joined} overlap in the lifecycle",
        )
        found = tables.common(names)
    elif form == "gap":
        verb = "cover" if kind == "tools" else w.one("cover", "staff")
        tail = "by" if kind == "tools" else "by a team of"
        none = f"neither {' nor '.join(words)}" if len(names) == 2 else f"none of {joined}"
        text = w.one(
            f"which phases do {joined} not {verb}",
            f"which phases are left uncovered {tail} {joined}",
            f"which phases would a {'stack' if kind == 'tools' else 'team'} of {joined} leave uncovered",
            f"we have {joined}. Which phases are not covered",
            f"which phases are covered by {none}",
            f"with {joined}, which phases are still uncovered",
        )
        found = tables.gap(names)
    elif form == "minus":
        text = w.one(
            f"which phases does {words[0]} cover that {words[1]} does not",
            f"which phases does {words[0]} cover but {words[1]} doesn't",
            f"which phases are covered by {words[0]} but not by {words[1]}",
            f"what phases does {words[0]} have that {words[1]} lacks",
        )
        found = tables.alone(names[0], names[1:])
    elif form == "difference":
        text = w.one(
            f"which phases do {joined} not share",
            f"in which phases do {joined} differ",
            f"which phases are different between {joined}",
            f"which phases are not common to {joined}",
        )
        found = tables.unshared(names)
    else:
        text = w.one(
            f"which phases do {joined} cover together",
            f"which phases are covered by {words[0]} or {words[1]}",
            f"which phases would {joined} cover in combination",
        )
        found = frozenset(tables.printed(names[0]) + tables.printed(names[1]))
    return Question(w.dress(text, "question"), "phases", found, shown=frozenset(names))


def phases_by_count(w: Writer) -> Question:
    kind: Kind = w.one("tools", "roles")
    pool = COLUMNS if kind == "tools" else tuple(code for code in PHASES if code not in ("MDT", "MDL"))
    counts = {code: len(tables.covering(kind, code).names) for code in pool}
    form = w.one("most", "fewest", "none") if kind == "roles" else w.one("most", "fewest")
    phase = w.one("phase", "phase", "lifecycle phase", "stage")
    if form == "none":
        text = w.one(
            f"which {phase} has no {kind}",
            f"which {phase} is covered by no role",
            f"which {phase}s have no {kind} at all",
        )
        found = {code: count for code, count in counts.items() if count == 0}
    else:
        extreme = max(counts.values()) if form == "most" else min(counts.values())
        found = {code: count for code, count in counts.items() if count == extreme}
        many = w.one("most", "largest number of") if form == "most" else w.one("fewest", "smallest number of")
        text = w.one(
            f"which {phase} has the {many} {kind}",
            f"what {phase} has the {many} {kind}",
            f"which {phase} is covered by the {many} {kind}",
        )
    return Question(
        w.dress(text, "question"), "phases", frozenset(found), tuple(found.values()), shown=frozenset(counts)
    )
