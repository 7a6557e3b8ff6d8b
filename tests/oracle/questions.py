"""Questions by family, each generated together with the answer that the raw tables give."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from tests.oracle import tables
from tests.oracle.tables import CODES, COLUMNS, COST, LICENCE, PHASES, ROLES, TICKS, TOOLS, WAGE, Kind, Names
from tests.oracle.words import Part, Writer

NOUNS: dict[Kind, tuple[tuple[str, str], ...]] = {
    "tools": (("tool", "tools"), ("tool", "tools"), ("product", "products"), ("software tool", "software tools")),
    "roles": (("role", "roles"), ("role", "roles"), ("job", "jobs"), ("position", "positions"), ("job role", "job roles")),
}


@dataclass(frozen=True)
class Question:
    """A question, the names that are its answer, its numbers, and the columns that each row must cite.

    `order` groups the names by rank; `shown` are the rows of the table where they are not the names.
    """

    text: str
    kind: Literal["tools", "roles", "phases"]
    names: frozenset[str]
    values: tuple[int | str, ...] = ()
    columns: frozenset[str] = frozenset()
    order: tuple[frozenset[str], ...] = ()
    shown: frozenset[str] | None = None
    at_least: bool = False


def _parts(w: Writer, kind: Kind) -> list[str]:
    other = ["cost", "licence"] if kind == "tools" else ["wage"]
    parts = w.pick(["coverage", *other], 1, 3)
    return parts


def _noun_phrase(w: Writer, kind: Kind, *, many: bool, plain: bool = False) -> Part:
    """`free CI tools`, `roles for deployment`; `plain`: the noun alone is enough."""
    noun = w.one(*NOUNS[kind])[many]
    names, before, after = tables.everything(kind), "", ""
    form = w.one("label", "beside", "none") if plain else w.one("label", "beside")
    if form == "label":
        code = w.one(*PHASES)
        before, names = f"{w.label(code)} ", tables.covering(kind, code)
    elif form == "beside":
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
        phrase = w.verb_phrases(kind, w.pick(["coverage", "wage"], 1, 2), many=False)
        return f"who {phrase.text}", "question", phrase.names
    if form == "which":
        noun = w.one(*NOUNS[kind])[many]
        names, before = tables.everything(kind), ""
        if kind == "tools" and w.chance(30):
            adjective = w.adjective()
            before, names = f"{adjective.text} ", adjective.names
        phrase = w.verb_phrases(kind, _parts(w, kind), many=many)
        return f"{w.one('which', 'what')} {before}{noun} {phrase.text}", "question", names & phrase.names
    if form == "front":
        code = w.one(*PHASES)
        part = w.verb_phrases(kind, ["cost"] if kind == "tools" else ["wage"], many=True)
        front = w.one("for", "in", "when it comes to").capitalize() + f" {w.phase(code)}"
        text = f"{front}, which {w.one(*NOUNS[kind])[1]} {part.text}"
        return text, "question", tables.covering(kind, code) & part.names
    phrase = _noun_phrase(w, kind, many=True, plain=False)
    text, names = phrase.text, phrase.names
    if form not in ("fragment", "what are") and w.chance(40):
        clause = w.verb_phrases(kind, w.pick(["cost", "licence"] if kind == "tools" else ["wage"], 1, 1), many=True)
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
        phrase = w.verb_phrases(kind, _parts(w, kind), many=True)
        text, names = f"how many {before}{noun} {phrase.text}", names & phrase.names
    else:
        part = _noun_phrase(w, kind, many=True)
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


def _ranking(  # noqa: PLR0913 - what a ranking needs
    w: Writer, kind: Kind, text: str, among: Names, measure: Callable[[str], int | None], column: str, *,
    highest: bool, rank: int = 1, limit: int = 1,
) -> Question:  # fmt: skip
    groups = tables.ranked(among.names, measure, highest=highest, rank=rank, limit=limit)
    names = frozenset(name for _, tied in groups for name in tied)
    return Question(
        w.dress(text, "question"), kind, names, tuple(value for value, _ in groups), among.columns | {column},
        tuple(tied for _, tied in groups),
    )  # fmt: skip


def _ordinal(w: Writer, kind: Kind) -> tuple[int, int, str]:
    """Rank, limit and the words before a superlative, which stands in the plural where limit > 1."""
    form = w.one("first", "first", "first", "second", "top")
    if form == "second":
        return 2, 1, w.one("second ", "second-", "2nd ")
    if form == "top":
        limit = w.one(2, 3, 4, 5)
        return 1, limit, w.one(f"{('two', 'three', 'four', 'five')[limit - 2]} ", f"{limit} ", f"top {limit} ")
    return 1, 1, ""


def tool_prices_ranked(w: Writer) -> Question:
    highest = w.chance(50)
    rank, limit, ordinal = _ordinal(w, "tools")
    superlative = w.one("most expensive", "priciest", "dearest", "costliest") if highest else w.one("cheapest", "least expensive")
    if limit > 1 and ordinal.startswith("top"):
        superlative = "most expensive" if highest else "cheapest"
    among, extra = tables.everything("tools"), ""
    noun = w.one("tool", "tool", "product") + "s" * (limit > 1)
    if w.chance(80):
        form = w.one("label", "beside", "that", "licence")
        if form == "label":
            code = w.one(*PHASES)
            noun, among = f"{w.label(code)} {noun}", tables.covering("tools", code)
        elif form == "beside":
            part = w.beside("tools")
            extra, among = f" {part.text}", part.names
        elif form == "that":
            part = w.coverage("tools", many=limit > 1)
            extra, among = f" that {part.text}", part.names
        else:
            part = Part("open-source", tables.open_source()) if w.chance(60) else Part("proprietary", ~tables.open_source())
            noun, among = f"{part.text} {noun}", part.names
    if not highest and w.chance(25):
        be = "are" if limit > 1 else "is"
        joint = " and" if " that " in extra else " that"
        extra, among = f"{extra}{joint} {be} not free", among & ~tables.priced("=", 0)
    be = "are" if limit > 1 else "is"
    text = w.one(
        f"{w.one('what', 'which')} {be} the {ordinal}{superlative} {noun}{extra}",
        f"{w.one('what', 'which')} {be} the {ordinal}{superlative} {noun}{extra}",
        f"which {noun}{extra} {be} the {ordinal}{superlative}",
        f"{'show me' if limit > 1 else 'tell me'} the {ordinal}{superlative} {noun}{extra}",
        f"the {ordinal}{superlative} {noun}{extra}",
    )
    return _ranking(w, "tools", text, among, tables.price, COST, highest=highest, rank=rank, limit=limit)


def wages_ranked(w: Writer) -> Question:
    highest = w.chance(55)
    rank, limit, ordinal = _ordinal(w, "roles")
    adjective = w.one("best-paid", "best paid", "highest paid", "highest-paid") if highest else w.one("lowest paid", "lowest-paid", "worst paid")
    among, extra = tables.everything("roles"), ""
    if w.chance(75):
        code = w.one(*PHASES)
        extra, among = f" {w.one('in', 'for')} {w.phase(code)}", tables.covering("roles", code)
    noun = w.one("role", "job", "position") + "s" * (limit > 1)
    be = "are" if limit > 1 else "is"
    forms = [
        f"{w.one('what', 'which')} {be} the {ordinal}{adjective} {noun}{extra}",
        f"which {noun}{extra} {be} the {ordinal}{adjective}",
    ]
    if (rank, limit) == (1, 1):
        most = w.one("the most", "the highest wage", "the most money") if highest else w.one("the least", "the lowest wage")
        verb = "has" if "wage" in most else w.one("earns", "makes")
        forms += [f"which {noun}{extra} {verb} {most}", f"who {verb} {most}{extra}", f"which {noun} {verb} {most}{extra}"]
    return _ranking(w, "roles", w.one(*forms), among, tables.wage, WAGE, highest=highest, rank=rank, limit=limit)


def breadth_ranked(w: Writer) -> Question:
    kind: Kind = w.one("tools", "tools", "roles")
    highest = w.chance(65)
    noun = w.one(*NOUNS[kind])
    many = w.chance(40)
    among, before, extra = tables.everything(kind), "", ""
    if kind == "tools" and w.chance(40):
        adjective = w.adjective()
        before, among = f"{adjective.text} ", adjective.names
    elif w.chance(40):
        code = w.one(*PHASES)
        before, among = f"{w.label(code)} ", tables.covering(kind, code)
    most = w.one("most", "largest number of", "greatest number of") if highest else w.one("fewest", "smallest number of", "lowest number of")
    verb = w.one("cover", "span", "support" if kind == "tools" else "take part in") + "s" * (not many)
    verb = verb.replace("take part ins", "takes part in")
    which = f"{w.one('which', 'what')} {before}{noun[many]}{extra}"
    text = f"{which} {verb} the {most} {w.one('phases', 'lifecycle phases', 'stages')}"
    column = TICKS if kind == "tools" else CODES
    return _ranking(w, kind, text, among, lambda name: len(tables.printed(name)), column, highest=highest)


def stack_sums(w: Writer) -> Question:
    names = w.pick(list(TOOLS), 2, 4)
    words = [w.tool(name) for name in names]
    joined = w.listing(words, w.one("and", "and", "plus" if len(words) == 2 else "and"))
    form = w.one("together", "total", "bill", "fragment")
    if form == "together":
        text = w.one(
            f"how much do {joined} cost together", f"how much do {joined} cost in total", f"what do {joined} cost together",
            f"what would {joined} cost us altogether", f"what do {joined} cost per month in total",
            f"how much would we pay a month for {joined} together",
        )  # fmt: skip
    elif form == "total":
        text = w.one(
            f"what is the total monthly cost of {joined}", f"what is the combined price of {joined}",
            f"what's the total cost of {joined} per month", f"what is the sum of the prices of {joined}",
        )  # fmt: skip
    elif form == "bill":
        text = f"if we {w.one('buy', 'use', 'take')} {joined}, what is the {w.one('total', 'overall', 'combined')} cost"
    else:
        text = w.one(f"total cost of {joined}", f"total monthly price of {joined}", f"combined cost of {joined}")
    prices = [tables.price(name) for name in names]
    total = sum(cost for cost in prices if cost is not None)
    form = "fragment" if form == "fragment" else "question"
    return Question(w.dress(text, form), "tools", frozenset(names), (total,), frozenset({COST}), at_least=None in prices)


def team_sums(w: Writer) -> Question:
    names = w.pick(list(ROLES), 1, 4)
    counts = [w.one(1, 1, 1, 2, 3) for _ in names]
    if len(names) == 1:
        counts = [w.one(2, 3, 4)]
    digits = w.chance(40)
    team = [
        w.a_role(name).replace("the ", "one ") if count == 1
        else f"{count if digits else ('two', 'three', 'four')[count - 2]} {w.role(name, many=True)}"
        for name, count in zip(names, counts, strict=True)
    ]  # fmt: skip
    joined = w.listing(team, "and")
    text = w.one(
        f"how much do {joined} earn together", f"how much do {joined} earn in total", f"what do {joined} earn together per month",
        f"what is the total monthly wage of {joined}", f"what does a team of {joined} cost per month",
        f"what is the combined monthly salary of {joined}", f"what is the monthly payroll for {joined}",
        f"what would a team of {joined} earn in total", f"sum up the wages of {joined}",
        f"what are the total wages for a team with {joined}",
    )  # fmt: skip
    total = sum(tables.wage(name) * count for name, count in zip(names, counts, strict=True))
    return Question(w.dress(text, "question"), "roles", frozenset(names), (total,), frozenset({WAGE}))


def set_sums(w: Writer) -> Question:
    kind: Kind = w.one("tools", "roles")
    part = _noun_phrase(w, kind, many=True)
    names = part.names.names
    if kind == "tools":
        text = w.one(
            f"what do all {part.text} cost together", f"what is the total monthly cost of all {part.text}",
            f"how much do all the {part.text} cost in total", f"total cost of all {part.text}",
        )  # fmt: skip
        total = sum(cost for name in names if (cost := tables.price(name)) is not None)
        at_least = any(tables.price(name) is None for name in names)
        return Question(w.dress(text, "question"), kind, names, (total,), frozenset({COST}), at_least=at_least)
    text = w.one(
        f"what do all {part.text} earn together", f"what is the total monthly wage of all {part.text}",
        f"how much do all the {part.text} earn in total", f"sum of the wages of all {part.text}",
    )  # fmt: skip
    return Question(w.dress(text, "question"), kind, names, (sum(map(tables.wage, names)),), frozenset({WAGE}))


def prices_and_wages(w: Writer) -> Question:
    if w.chance(60):
        names = w.pick(list(TOOLS), 1, 2)
        joined = w.listing([w.tool(name) for name in names], "and")
        do, be, each = ("does", "is", "") if len(names) == 1 else ("do", "are", w.one(" each", " respectively"))
        s = "s" * (len(names) > 1)
        text = w.one(
            f"how much {do} {joined} cost{each}", f"what {do} {joined} cost{each}", f"what {be} the price{s} of {joined}",
            f"what {be} the monthly cost{s} of {joined}", f"how expensive {be} {joined}", f"{joined} price{s}",
            f"what {do} {joined} cost per month{each}", f"tell me the price{s} of {joined}",
        )  # fmt: skip
        cells = [price if (price := tables.price(name)) is not None else TOOLS[name]["cost"] for name in names]
        return Question(w.dress(text, "question"), "tools", frozenset(names), tuple(cells), frozenset({COST}))
    names = w.pick(list(ROLES), 1, 2)
    roles = [w.a_role(name) for name in names]
    joined = w.listing(roles, "and")
    do, be, each = ("does", "is", "") if len(names) == 1 else ("do", "are", w.one(" each", " respectively"))
    s = "s" * (len(names) > 1)
    text = w.one(
        f"how much {do} {joined} earn{each}", f"what {do} {joined} earn{each}", f"what {be} the wage{s} of {joined}",
        f"what {be} the monthly wage{s} of {joined}", f"what {be} the monthly salar{'ies' if s else 'y'} of {joined}",
        f"what {do} {joined} make a month{each}", f"how much {be} {joined} paid{each}",
    )  # fmt: skip
    return Question(
        w.dress(text, "question"), "roles", frozenset(names), tuple(map(tables.wage, names)), frozenset({WAGE})
    )


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
            f"which {phase} does {words} cover", f"in which {phase} is {words} used", f"what {phase} does {words} support",
            f"list the {phase} that {words} covers", f"which {phase} is {words} ticked for",
            f"where in the lifecycle is {words} used", f"for which {phase} is {words} listed",
        ]  # fmt: skip
    else:
        forms = [
            f"which {phase} does {words} work in", f"in which {phase} does {words} take part",
            f"what {phase} is {words} involved in", f"list the {phase} of {words}",
            f"which {phase} does {words} cover", f"where in the lifecycle does {words} work",
        ]  # fmt: skip
    if w.chance(20):
        verb = "cover" if name in TOOLS else "work in"
        text = f"{w.one('how many', 'in how many' if verb == 'work in' else 'how many')} phases does {words} {verb}"
        text = text.replace("work in", "work") if text.startswith("in ") else text
        printed = frozenset(tables.printed(name))
        return Question(w.dress(text, "question"), "phases", printed, (len(printed),), shown=frozenset({name}))
    return Question(w.dress(w.one(*forms), "question"), "phases", frozenset(tables.printed(name)), shown=frozenset({name}))


def phases_of_several(w: Writer) -> Question:
    kind: Kind = w.one("tools", "tools", "roles")
    form = w.one("common", "gap", "minus", "any")
    most = {"common": 3, "gap": 4, "minus": 2, "any": 2}[form]
    pool = list(TOOLS) if kind == "tools" else [role for role in ROLES if form == "common" or role != "Prompt Engineer"]
    names = w.pick(pool, 2, most)
    words = [w.tool(name) if kind == "tools" else w.a_role(name) for name in names]
    joined = w.listing(words, "and")
    if form == "common":
        both = "both " if len(names) == 2 else ""
        text = w.one(
            f"which phases do {joined} have in common", f"what phases do {joined} share", f"which phases are shared by {joined}",
            f"which phases are common to {both}{joined}", f"which phases do {both}{joined} cover" if both else f"which phases do {joined} all cover",
            f"where do {joined} overlap in the lifecycle",
        )  # fmt: skip
        found = tables.common(names)
    elif form == "gap":
        verb = "cover" if kind == "tools" else w.one("cover", "staff")
        tail = "by" if kind == "tools" else "by a team of"
        text = w.one(
            f"which phases do {joined} not {verb}", f"which phases are left uncovered {tail} {joined}",
            f"which phases would a {'stack' if kind == 'tools' else 'team'} of {joined} leave uncovered",
            f"we have {joined}. Which phases are not covered", f"which phases are covered by {'neither' if len(names) == 2 else 'none of'} {joined if len(names) > 2 else ' nor '.join(words)}",
            f"with {joined}, which phases are still uncovered",
        )  # fmt: skip
        found = tables.gap(names)
    elif form == "minus":
        text = w.one(
            f"which phases does {words[0]} cover that {words[1]} does not", f"which phases does {words[0]} cover but {words[1]} doesn't",
            f"which phases are covered by {words[0]} but not by {words[1]}", f"what phases does {words[0]} have that {words[1]} lacks",
        )  # fmt: skip
        found = frozenset(tables.printed(names[0])) - frozenset(tables.printed(names[1]))
    else:
        text = w.one(
            f"which phases do {joined} cover together", f"which phases are covered by {words[0]} or {words[1]}",
            f"which phases would {joined} cover in combination",
        )  # fmt: skip
        found = frozenset(tables.printed(names[0])) | frozenset(tables.printed(names[1]))
    return Question(w.dress(text, "question"), "phases", found, shown=frozenset(names))


def checks(w: Writer) -> Question:
    kind: Kind = w.one("tools", "tools", "roles")
    count = w.one(1, 1, 1, 2)
    names = w.pick(list(tables.RECORDS[kind]), count, count)
    joined = w.listing([w.tool(name) if kind == "tools" else w.a_role(name) for name in names], "and")
    many = count > 1
    be, do = ("are", "do") if many else ("is", "does")
    both = w.one("", " both") if many else ""
    form = w.one("phase", "phase", "licence", "price") if kind == "tools" else w.one("phase", "wage")
    if form == "phase":
        codes = w.codes(1, 2)
        joint = w.one("and", "or")
        sets = [tables.covering(kind, code) for code in codes]
        spoken = w.listing([w.phase(code) for code in codes], joint)
        found = sets[0] if len(sets) == 1 else sets[0] & sets[1] if joint == "and" else sets[0] | sets[1]
        forms = [f"{do} {joined}{both} cover {spoken}", f"{do} {joined}{both} support {spoken}", f"{be} {joined}{both} used for {spoken}",
                 f"can {joined}{both} be used for {spoken}", f"{be} {joined}{both} listed for {spoken}"]  # fmt: skip
        if kind == "roles":
            forms = [f"{do} {joined}{both} work in {spoken}", f"{be} {joined}{both} involved in {spoken}",
                     f"{do} {joined}{both} take part in {spoken}", f"{do} {joined}{both} cover {spoken}"]  # fmt: skip
        text = w.one(*forms)
    elif form == "licence":
        found = tables.open_source()
        text = w.one(f"{be} {joined}{both} open source", f"{be} {joined}{both} open-source{'' if many else ' software'}")
        if w.chance(25):
            text, found = f"{be} {joined}{both} proprietary", ~found
    elif form == "price":
        if w.chance(35):
            text, found = w.one((f"{be} {joined}{both} free", tables.priced("=", 0)), (f"{be} {joined}{both} free of charge", tables.priced("=", 0)))
        elif w.chance(30):
            text, found = f"{be} {joined}{both} {w.one('consumption based', 'priced by consumption')}", tables.billed("CB")
        else:
            sign, usd, spoken = w.bounds((5, 10, 20, 30, 33, 100, 110, 250, 290, 400, 500))
            text, found = f"{do} {joined}{both} cost {spoken}", tables.priced(sign, usd)
    else:
        sign, usd, spoken = w.bounds((7427, 8000, 8381, 9000, 9369, 9500, 10000, 11000, 11509))
        text, found = f"{do} {joined}{both} {w.one('earn', 'make')} {spoken}", tables.earning(sign, usd)
    text = w.one(text, text, text, f"is it true that {_stated(text, be, do, many=many)}") if both == "" and form == "licence" else text
    held = found.names & frozenset(names)
    return Question(w.dress(text, "question"), kind, held, columns=found.columns, shown=frozenset(names))


def _stated(text: str, be: str, do: str, *, many: bool) -> str:
    """`is X open source` → `X is open source`."""
    subject = text.removeprefix(f"{be} ")
    for end in ("open source", "open-source software", "open-source", "proprietary"):
        if subject.endswith(end):
            return f"{subject.removesuffix(end)}{be} {end}"
    return text


def choices(w: Writer) -> Question:
    form = w.one("price", "price", "wage", "breadth", "licence", "phase")
    kind: Kind = "tools" if form in ("price", "licence") else "roles" if form == "wage" else w.one("tools", "roles")
    pool = [name for name in TOOLS if tables.price(name) is not None] if form == "price" else list(tables.RECORDS[kind])
    names = w.pick(pool, 2, 3)
    words = [w.tool(name) if kind == "tools" else w.a_role(name) for name in names]
    either, both = w.listing(words, "or"), w.listing(words, "and")
    which = "which" if kind == "tools" else w.one("which", "who")
    highest = w.chance(50)
    three = len(names) > 2
    if form in ("price", "wage", "breadth"):
        more = {
            ("price", True): ("is more expensive/is the most expensive", "costs more/costs the most", "is pricier/is the priciest"),
            ("price", False): ("is cheaper/is the cheapest", "costs less/costs the least", "is less expensive/is the least expensive"),
            ("wage", True): ("earns more/earns the most", "is paid more/is the best paid", "has the higher wage/has the highest wage"),
            ("wage", False): ("earns less/earns the least", "is paid less/is the lowest paid", "has the lower wage/has the lowest wage"),
            ("breadth", True): ("covers more phases/covers the most phases", "spans more phases/spans the most phases"),
            ("breadth", False): ("covers fewer phases/covers the fewest phases", "spans fewer phases/spans the fewest phases"),
        }[form, highest]  # fmt: skip
        verb = w.one(*more).split("/")[three]
        text = w.one(f"{which} {verb}, {either}", f"{which} {verb}: {either}", f"which of {both} {verb}", f"{either}: {which} {verb}")
        measure: Callable[[str], int | None] = {"price": tables.price, "wage": tables.wage}.get(form, lambda name: len(tables.printed(name)))
        column = {"price": COST, "wage": WAGE}.get(form, TICKS if kind == "tools" else CODES)
        return _ranking(w, kind, text, Names(kind, frozenset(names)), measure, column, highest=highest)
    if form == "licence":
        found, verb = tables.open_source(), w.one("is open source", "is open-source")
    else:
        code = w.one(*PHASES)
        verbs = ("covers", "is used for", "supports") if kind == "tools" else ("covers", "works in", "takes part in")
        found, verb = tables.covering(kind, code), f"{w.one(*verbs)} {w.phase(code)}"
    text = w.one(f"which of {both} {verb}", f"{which} {verb}, {either}", f"which one {verb}: {either}")
    return Question(
        w.dress(text, "question"), kind, found.names & frozenset(names), columns=found.columns, shown=frozenset(names)
    )


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
            f"which {before}{noun} does {who} need", f"what {before}{noun} would {who} work with",
            f"which {before}{noun} cover the phases of {who}", f"which {before}{noun} are used in the phases that {who} works in",
            f"list the {before}{noun} for {who}", f"which {before}{noun} are relevant to {who}",
        )  # fmt: skip
        text = f"how many {before}{noun} {w.one(f'does {who} need', f'cover the phases of {who}')}" if many else w.one(*forms)
        values = (len(found.names),) if many else ()
        return Question(w.dress(text, "question"), "tools", found.names, values, found.columns)
    tool = w.one(*TOOLS)
    words = w.tool(tool)
    found = tables.meeting("roles", tool)
    text = w.one(
        f"which roles work with {words}", f"who works with {words}", f"which roles use {words}", f"which jobs would use {words}",
        f"which roles take part in the phases that {words} covers", f"which roles work in the phases of {words}",
        f"who would use {words}",
    )  # fmt: skip
    return Question(w.dress(text, "question"), "roles", found.names, columns=found.columns)


def phases_by_count(w: Writer) -> Question:
    kind: Kind = w.one("tools", "roles")
    pool = COLUMNS if kind == "tools" else tuple(code for code in PHASES if code not in ("MDT", "MDL"))
    counts = {code: len(tables.covering(kind, code).names) for code in pool}
    form = w.one("most", "fewest", "none") if kind == "roles" else w.one("most", "fewest")
    phase = w.one("phase", "phase", "lifecycle phase", "stage")
    if form == "none":
        text = w.one(f"which {phase} has no {kind}", f"which {phase} is covered by no role", f"which {phase}s have no {kind} at all")
        found = {code: count for code, count in counts.items() if count == 0}
    else:
        extreme = max(counts.values()) if form == "most" else min(counts.values())
        found = {code: count for code, count in counts.items() if count == extreme}
        many = w.one("most", "largest number of") if form == "most" else w.one("fewest", "smallest number of")
        text = w.one(f"which {phase} has the {many} {kind}", f"what {phase} has the {many} {kind}", f"which {phase} is covered by the {many} {kind}")
    return Question(w.dress(text, "question"), "phases", frozenset(found), tuple(found.values()), shown=frozenset(counts))


# How many questions of each family are generated; joined they are well over two thousand.
FAMILIES: dict[Callable[[Writer], Question], int] = {
    tool_sets: 500,
    role_sets: 250,
    tool_counts: 200,
    role_counts: 120,
    tool_prices_ranked: 200,
    wages_ranked: 120,
    breadth_ranked: 120,
    stack_sums: 150,
    team_sums: 150,
    set_sums: 100,
    prices_and_wages: 150,
    phases_of_one: 120,
    phases_of_several: 220,
    checks: 250,
    choices: 200,
    joins: 150,
    phases_by_count: 30,
}
LICENCE_COLUMN = LICENCE
