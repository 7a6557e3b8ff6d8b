"""Questions for prices and wages, one by one and added up."""

from tests.oracle import tables
from tests.oracle.question import Question
from tests.oracle.sets import noun_phrase
from tests.oracle.tables import COST, ROLES, TOOLS, WAGE, Kind
from tests.oracle.words import Writer


def stack_sums(w: Writer) -> Question:
    names = w.pick(list(TOOLS), 2, 4)
    words = [w.tool(name) for name in names]
    joined = w.listing(words, w.one("and", "and", "plus" if len(words) == 2 else "and"))
    form = w.one("together", "total", "bill", "fragment")
    if form == "together":
        text = w.one(
            f"how much do {joined} cost together",
            f"how much do {joined} cost in total",
            f"what do {joined} cost together",
            f"what would {joined} cost us altogether",
            f"what do {joined} cost per month in total",
            f"how much would we pay a month for {joined} together",
        )
    elif form == "total":
        text = w.one(
            f"what is the total monthly cost of {joined}",
            f"what is the combined price of {joined}",
            f"what's the total cost of {joined} per month",
            f"what is the sum of the prices of {joined}",
        )
    elif form == "bill":
        text = f"if we {w.one('buy', 'use', 'take')} {joined}, what is the {w.one('total', 'overall', 'combined')} cost"
    else:
        text = w.one(f"total cost of {joined}", f"total monthly price of {joined}", f"combined cost of {joined}")
    prices = [tables.price(name) for name in names]
    total = sum(cost for cost in prices if cost is not None)
    form = "fragment" if form == "fragment" else "question"
    return Question(
        w.dress(text, form), "tools", frozenset(names), (total,), frozenset({COST}), at_least=None in prices
    )


def team_sums(w: Writer) -> Question:
    names = w.pick(list(ROLES), 1, 4)
    counts = [w.one(1, 1, 1, 2, 3) for _ in names]
    if len(names) == 1:
        counts = [w.one(2, 3, 4)]
    digits = w.chance(40)
    team = [
        w.a_role(name).replace("the ", "one ")
        if count == 1
        else f"{count if digits else ('two', 'three', 'four')[count - 2]} {w.role(name, many=True)}"
        for name, count in zip(names, counts, strict=True)
    ]
    joined = w.listing(team, "and")
    text = w.one(
        f"how much do {joined} earn together",
        f"how much do {joined} earn in total",
        f"what do {joined} earn together per month",
        f"what is the total monthly wage of {joined}",
        f"what does a team of {joined} cost per month",
        f"what is the combined monthly salary of {joined}",
        f"what is the monthly payroll for {joined}",
        f"what would a team of {joined} earn in total",
        f"sum up the wages of {joined}",
        f"what are the total wages for a team with {joined}",
    )
    total = sum(tables.wage(name) * count for name, count in zip(names, counts, strict=True))
    return Question(w.dress(text, "question"), "roles", frozenset(names), (total,), frozenset({WAGE}))


def set_sums(w: Writer) -> Question:
    kind: Kind = w.one("tools", "roles")
    part = noun_phrase(w, kind, many=True)
    names = part.names.names
    if kind == "tools":
        text = w.one(
            f"what do all {part.text} cost together",
            f"what is the total monthly cost of all {part.text}",
            f"how much do all the {part.text} cost in total",
            f"total cost of all {part.text}",
        )
        total = sum(cost for name in names if (cost := tables.price(name)) is not None)
        at_least = any(tables.price(name) is None for name in names)
        return Question(w.dress(text, "question"), kind, names, (total,), frozenset({COST}), at_least=at_least)
    text = w.one(
        f"what do all {part.text} earn together",
        f"what is the total monthly wage of all {part.text}",
        f"how much do all the {part.text} earn in total",
        f"sum of the wages of all {part.text}",
    )
    return Question(w.dress(text, "question"), kind, names, (sum(map(tables.wage, names)),), frozenset({WAGE}))


def prices_and_wages(w: Writer) -> Question:
    if w.chance(60):
        names = w.pick(list(TOOLS), 1, 2)
        joined = w.listing([w.tool(name) for name in names], "and")
        do, be, each = ("does", "is", "") if len(names) == 1 else ("do", "are", w.one(" each", " respectively"))
        s = "s" * (len(names) > 1)
        text = w.one(
            f"how much {do} {joined} cost{each}",
            f"what {do} {joined} cost{each}",
            f"what {be} the price{s} of {joined}",
            f"what {be} the monthly cost{s} of {joined}",
            f"how expensive {be} {joined}",
            f"{joined} price{s}",
            f"what {do} {joined} cost per month{each}",
            f"tell me the price{s} of {joined}",
        )
        cells = [price if (price := tables.price(name)) is not None else TOOLS[name]["cost"] for name in names]
        return Question(w.dress(text, "question"), "tools", frozenset(names), tuple(cells), frozenset({COST}))
    names = w.pick(list(ROLES), 1, 2)
    roles = [w.a_role(name) for name in names]
    joined = w.listing(roles, "and")
    do, be, each = ("does", "is", "") if len(names) == 1 else ("do", "are", w.one(" each", " respectively"))
    s = "s" * (len(names) > 1)
    text = w.one(
        f"how much {do} {joined} earn{each}",
        f"what {do} {joined} earn{each}",
        f"what {be} the wage{s} of {joined}",
        f"what {be} the monthly wage{s} of {joined}",
        f"what {be} the monthly salar{'ies' if s else 'y'} of {joined}",
        f"what {do} {joined} make a month{each}",
        f"how much {be} {joined} paid{each}",
    )
    return Question(
        w.dress(text, "question"), "roles", frozenset(names), tuple(map(tables.wage, names)), frozenset({WAGE})
    )
