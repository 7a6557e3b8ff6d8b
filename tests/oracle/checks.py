"""Questions to be answered by yes or no."""

from tests.oracle import tables
from tests.oracle.question import Question
from tests.oracle.tables import Kind
from tests.oracle.words import Writer


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
        forms = [
            f"{do} {joined}{both} cover {spoken}",
            f"{do} {joined}{both} support {spoken}",
            f"{be} {joined}{both} used for {spoken}",
            f"can {joined}{both} be used for {spoken}",
            f"{be} {joined}{both} listed for {spoken}",
        ]
        if kind == "roles":
            forms = [
                f"{do} {joined}{both} work in {spoken}",
                f"{be} {joined}{both} involved in {spoken}",
                f"{do} {joined}{both} take part in {spoken}",
                f"{do} {joined}{both} cover {spoken}",
            ]
        text = w.one(*forms)
    elif form == "licence":
        found = tables.open_source()
        text = w.one(
            f"{be} {joined}{both} open source", f"{be} {joined}{both} open-source{'' if many else ' software'}"
        )
        if w.chance(25):
            text, found = f"{be} {joined}{both} proprietary", ~found
    elif form == "price":
        if w.chance(35):
            text, found = w.one(
                (f"{be} {joined}{both} free", tables.priced("=", 0)),
                (f"{be} {joined}{both} free of charge", tables.priced("=", 0)),
            )
        elif w.chance(30):
            text, found = (
                f"{be} {joined}{both} {w.one('consumption based', 'priced by consumption')}",
                tables.billed("CB"),
            )
        else:
            sign, usd, spoken = w.bounds((5, 10, 20, 30, 33, 100, 110, 250, 290, 400, 500))
            text, found = f"{do} {joined}{both} cost {spoken}", tables.priced(sign, usd)
    else:
        sign, usd, spoken = w.bounds((7427, 8000, 8381, 9000, 9369, 9500, 10000, 11000, 11509))
        text, found = f"{do} {joined}{both} {w.one('earn', 'make')} {spoken}", tables.earning(sign, usd)
    text = (
        w.one(text, text, text, f"is it true that {_stated(text, be, do, many=many)}")
        if both == "" and form == "licence"
        else text
    )
    held = found.names & frozenset(names)
    return Question(w.dress(text, "question"), kind, held, columns=found.columns, shown=frozenset(names))


def _stated(text: str, be: str, do: str, *, many: bool) -> str:
    """`is X open source` → `X is open source`."""
    subject = text.removeprefix(f"{be} ")
    for end in ("open source", "open-source software", "open-source", "proprietary"):
        if subject.endswith(end):
            return f"{subject.removesuffix(end)}{be} {end}"
    return text
