"""Questions for extremes: over everything, over a set, among a few names."""

from collections.abc import Callable

from tests.oracle import tables
from tests.oracle.question import Question
from tests.oracle.sets import NOUNS
from tests.oracle.tables import CODES, COST, PHASES, TICKS, TOOLS, WAGE, Kind, Names
from tests.oracle.words import Part, Writer


def _ranking(
    w: Writer,
    kind: Kind,
    text: str,
    among: Names,
    measure: Callable[[str], int | None],
    column: str,
    *,
    highest: bool,
    rank: int = 1,
    limit: int = 1,
) -> Question:
    groups = tables.ranked(among.names, measure, highest=highest, rank=rank, limit=limit)
    names = frozenset(name for _, tied in groups for name in tied)
    return Question(
        w.dress(text, "question"),
        kind,
        names,
        tuple(value for value, _ in groups),
        among.columns | {column},
        tuple(tied for _, tied in groups),
    )


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
    superlative = (
        w.one("most expensive", "priciest", "dearest", "costliest") if highest else w.one("cheapest", "least expensive")
    )
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
            part = (
                Part("open-source", tables.open_source())
                if w.chance(60)
                else Part("proprietary", ~tables.open_source())
            )
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
    adjective = (
        w.one("best-paid", "best paid", "highest paid", "highest-paid")
        if highest
        else w.one("lowest paid", "lowest-paid", "worst paid")
    )
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
        most = (
            w.one("the most", "the highest wage", "the most money")
            if highest
            else w.one("the least", "the lowest wage")
        )
        verb = "has" if "wage" in most else w.one("earns", "makes")
        forms += [
            f"which {noun}{extra} {verb} {most}",
            f"who {verb} {most}{extra}",
            f"which {noun} {verb} {most}{extra}",
        ]
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
    most = (
        w.one("most", "largest number of", "greatest number of")
        if highest
        else w.one("fewest", "smallest number of", "lowest number of")
    )
    verb = w.one("cover", "span", "support" if kind == "tools" else "take part in") + "s" * (not many)
    verb = verb.replace("take part ins", "takes part in")
    which = f"{w.one('which', 'what')} {before}{noun[many]}{extra}"
    text = f"{which} {verb} the {most} {w.one('phases', 'lifecycle phases', 'stages')}"
    column = TICKS if kind == "tools" else CODES
    return _ranking(w, kind, text, among, lambda name: len(tables.printed(name)), column, highest=highest)


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
            ("price", True): (
                "is more expensive/is the most expensive",
                "costs more/costs the most",
                "is pricier/is the priciest",
            ),
            ("price", False): (
                "is cheaper/is the cheapest",
                "costs less/costs the least",
                "is less expensive/is the least expensive",
            ),
            ("wage", True): (
                "earns more/earns the most",
                "is paid more/is the best paid",
                "has the higher wage/has the highest wage",
            ),
            ("wage", False): (
                "earns less/earns the least",
                "is paid less/is the lowest paid",
                "has the lower wage/has the lowest wage",
            ),
            ("breadth", True): ("covers more phases/covers the most phases", "spans more phases/spans the most phases"),
            ("breadth", False): (
                "covers fewer phases/covers the fewest phases",
                "spans fewer phases/spans the fewest phases",
            ),
        }[form, highest]
        verb = w.one(*more).split("/")[three]
        text = w.one(
            f"{which} {verb}, {either}",
            f"{which} {verb}: {either}",
            f"which of {both} {verb}",
            f"{either}: {which} {verb}",
        )
        measure: Callable[[str], int | None] = {"price": tables.price, "wage": tables.wage}.get(
            form, lambda name: len(tables.printed(name))
        )
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
