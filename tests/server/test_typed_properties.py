"""Generated questions and generated queries against an evaluation of the raw tables by set algebra.

The wording comes from a grammar (`tests/oracle/words.py`) and is drawn with its meaning, so every
question is compared with what the tables print; the same holds for typed queries without wording.
"""

from collections.abc import Callable
from random import Random
from typing import Literal, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.vocabulary import PHASE_CODES, PhaseCode
from server.conditions import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    Confined,
    Costs,
    Covers,
    Earns,
    Named,
    Not,
    OpenSource,
    Priced,
    Shares,
    Spans,
)
from server.query import Attribute, Combine, Order, Query
from server.schema import Filters
from server.understanding.reader import QuestionReader
from tests.oracle import tables
from tests.oracle.answers import differences
from tests.oracle.families import FAMILIES
from tests.oracle.question import Question
from tests.oracle.tables import CODES, COST, LICENCE, RECORDS, ROLES, TICKS, TOOLS, WAGE, Kind, Names
from tests.oracle.words import Writer
from tests.readers import ENGINE, new_reader

Meaning = tuple[Condition, Names]


@pytest.fixture(scope="module")
def reader() -> QuestionReader:
    return new_reader()


def repeatable(count: int) -> settings:
    """The same examples in every run."""
    return settings(
        max_examples=count, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
    )


# Questions


def fault(reader: QuestionReader, question: Question) -> str | None:
    reading = reader.read(question.text, None, Filters())
    if reading.clarify or reading.foreign or reading.uncarried:
        return f"turned down: {reading}"
    if reading.query is None:
        return "read as prose"
    wrong = differences(ENGINE.answer(reading.query), question)
    return wrong and f"{wrong}; understood: {reading.query.words()}"


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
def test_questions_are_answered_as_the_tables_print(
    family: Callable[[Writer], Question], reader: QuestionReader
) -> None:
    asked: set[str] = set()
    failed: dict[str, str] = {}

    @repeatable(FAMILIES[family])
    @given(st.randoms(use_true_random=True))
    def ask(random: Random) -> None:
        question = family(Writer(random))
        asked.add(question.text)
        wrong = fault(reader, question)
        if wrong:
            failed[question.text] = wrong

    ask()
    assert len(asked) > 0.9 * FAMILIES[family], "the grammar repeats itself"
    wrong = "\n".join(f"{text}\n    {failed[text]}" for text in sorted(failed, key=len))
    assert not failed, f"{len(failed)} of {len(asked)} questions, the shortest first:\n{wrong}"


def test_two_thousand_questions_and_more_are_asked() -> None:
    assert 0.9 * sum(FAMILIES.values()) >= 2_000


def test_two_questions_in_one_message_are_both_answered(reader: QuestionReader) -> None:
    """Whatever the two are: hardly ever is one lost or taken for a condition of the other."""
    asked: set[str] = set()
    failed: list[str] = []

    @repeatable(400)
    @given(st.randoms(use_true_random=True))
    def ask(random: Random) -> None:
        writer = Writer(random)
        one, other = (random.choice(list(FAMILIES))(writer) for _ in range(2))
        if not (one.text.endswith("?") and other.text.endswith("?")):
            return
        text = f"{one.text} {random.choice(('', 'And ', 'Also, '))}{other.text}"
        asked.add(text)
        query = reader.read(text, None, Filters()).query
        sheets = [] if query is None else [ENGINE.answer(query)]
        found = [set(getattr(sheet.items, kind)) for sheet in sheets for kind in ("tools", "roles", "phases")]
        wanted = [
            {name for each in (one, other) if each.kind == kind for name in each.names}
            for kind in ("tools", "roles", "phases")
        ]
        values = {str(value.value) for sheet in sheets for value in sheet.values}
        if found != wanted or not {str(value) for value in (*one.values, *other.values)} <= values:
            failed.append(text)

    ask()
    assert len(asked) > 100
    assert len(failed) <= 0.02 * len(asked), "\n".join(failed)


# Queries

signs = st.sampled_from(get_args(Comparison))
codes = st.sampled_from(list(PhaseCode))
cells: st.SearchStrategy[Literal["CB", "By Request", "fixed"]] = st.sampled_from(["CB", "By Request", "fixed"])
amounts = st.integers(0, 600)
kinds: st.SearchStrategy[Kind] = st.sampled_from(["tools", "roles"])


def names_of(kind: Kind, least: int, most: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(list(RECORDS[kind])), min_size=least, max_size=most, unique=True).map(tuple)


def _phases(name: str) -> tuple[PhaseCode, ...]:
    return tuple(PhaseCode(code) for code in tables.printed(name) if code in PHASE_CODES)


def conditions(kind: Kind) -> st.SearchStrategy[Meaning]:
    """Conditions, nested at will, each with the names that it leaves."""
    other: Kind = "roles" if kind == "tools" else "tools"
    either = [
        codes.map(lambda code: (Covers(phase=code), tables.covering(kind, code))),
        st.lists(codes, min_size=1, max_size=3, unique=True).map(
            lambda chosen: (Confined(phases=tuple(chosen)), tables.confined(kind, chosen))
        ),
        st.tuples(signs, st.integers(0, 7)).map(
            lambda of: (Spans(comparison=of[0], count=of[1]), tables.spanning(kind, *of))
        ),
        st.sampled_from(list(RECORDS[other])).map(
            lambda name: (
                Shares(name=name, phases=_phases(name)),
                tables.meeting(kind, name),
            )
        ),
        st.tuples(st.sampled_from([*RECORDS["tools"], *RECORDS["roles"]]), signs, st.integers(0, 5)).map(
            lambda of: (
                Shares(name=of[0], phases=_phases(of[0]), comparison=of[1], count=of[2]),
                tables.overlapping(kind, *of),
            )
        ),
        names_of(kind, 1, 9).map(lambda names: (Named(names=names), Names(kind, frozenset(names)))),
    ]
    of_tools = [
        st.tuples(signs, amounts).map(lambda of: (Costs(comparison=of[0], usd=of[1]), tables.priced(*of))),
        cells.map(lambda cell: (Priced(printed=cell), tables.billed(cell))),
        st.just((OpenSource(), tables.open_source())),
    ]
    of_roles = [
        st.tuples(signs, st.integers(7_000, 12_000)).map(
            lambda of: (Earns(comparison=of[0], usd=of[1]), tables.earning(*of))
        )
    ]
    return st.recursive(st.one_of(*either, *(of_tools if kind == "tools" else of_roles)), joined, max_leaves=5)


def joined(parts: st.SearchStrategy[Meaning]) -> st.SearchStrategy[Meaning]:
    several = st.lists(parts, min_size=1, max_size=3)
    return st.one_of(
        parts.map(lambda part: (Not(of=part[0]), ~part[1])),
        several.map(lambda found: (AllOf(of=tuple(part for part, _ in found)), tables.all_of([n for _, n in found]))),
        several.map(lambda found: (AnyOf(of=tuple(part for part, _ in found)), tables.any_of([n for _, n in found]))),
    )


meanings = kinds.flatmap(conditions)


def holds(query: Query, expected: Question) -> None:
    wrong = differences(ENGINE.answer(query), expected)
    assert wrong is None, wrong


@repeatable(400)
@given(meanings, st.booleans())
def test_lists_and_counts(meaning: Meaning, counts: bool) -> None:
    condition, found = meaning
    query = Query(select=found.kind, measure="count" if counts else "list", where=condition)
    values = (len(found.names),) if counts else ()
    holds(query, Question(query.words(), found.kind, found.names, values, found.columns))


@repeatable(400)
@given(meanings, st.booleans(), st.booleans(), st.integers(1, 4), st.integers(1, 5))
def test_extremes(meaning: Meaning, highest: bool, by_phases: bool, rank: int, limit: int) -> None:
    condition, found = meaning
    rank = 1 if limit > 1 else rank
    cost = found.kind == "tools"
    by: Attribute = "phases" if by_phases else "cost" if cost else "wage"
    measures: dict[str, tuple[str, Callable[[str], int | None]]] = {
        "phases": (TICKS if cost else CODES, lambda name: len(tables.printed(name))),
        "cost": (COST, tables.price),
        "wage": (WAGE, tables.wage),
    }
    column, measure = measures[by]
    query = Query(
        select=found.kind, measure="max" if highest else "min", where=condition, by=by, rank=rank, limit=limit
    )
    groups = tables.ranked(found.names, measure, highest=highest, rank=rank, limit=limit)
    order = tuple(tied for _, tied in groups)
    values = tuple(value for value, _ in groups)
    names = frozenset(name for tied in order for name in tied)
    holds(query, Question(query.words(), found.kind, names, values, found.columns | {column}, order))


@repeatable(200)
@given(meanings)
def test_sums_of_sets(meaning: Meaning) -> None:
    condition, found = meaning
    cost = found.kind == "tools"
    prices = [tables.price(name) if cost else tables.wage(name) for name in found.names]
    query = Query(select=found.kind, measure="sum", where=condition, by="cost" if cost else "wage")
    total = sum(price for price in prices if price is not None)
    column = frozenset({COST if cost else WAGE})
    holds(query, Question(query.words(), found.kind, found.names, (total,), column, at_least=None in prices))


@repeatable(200)
@given(kinds.flatmap(lambda kind: st.tuples(st.just(kind), names_of(kind, 1, 5))), st.data())
def test_sums_of_teams(kind_and_names: tuple[Kind, tuple[str, ...]], data: st.DataObject) -> None:
    kind, names = kind_and_names
    team = tuple(data.draw(st.lists(st.integers(1, 4), min_size=len(names), max_size=len(names))))
    cost = kind == "tools"
    prices = [tables.price(name) if cost else tables.wage(name) for name in names]
    total = sum(price * count for price, count in zip(prices, team, strict=True) if price is not None)
    query = Query(select=kind, measure="sum", named=names, by="cost" if cost else "wage", team=team)
    column = frozenset({COST if cost else WAGE})
    holds(query, Question(query.words(), kind, frozenset(names), (total,), column, at_least=None in prices))


@repeatable(300)
@given(meanings.flatmap(lambda meaning: st.tuples(st.just(meaning), names_of(meaning[1].kind, 1, 4))))
def test_checks(meaning_and_names: tuple[Meaning, tuple[str, ...]]) -> None:
    (condition, found), names = meaning_and_names
    query = Query(select=found.kind, measure="check", named=names, where=condition)
    shown = frozenset(names)
    holds(query, Question(query.words(), found.kind, found.names & shown, (), found.columns, shown=shown))


@repeatable(100)
@given(names_of("tools", 1, 4), st.booleans())
def test_attributes_of_tools(names: tuple[str, ...], cost: bool) -> None:
    query = Query(select="tools", measure="attribute", named=names, by="cost" if cost else "licence")
    cells = [TOOLS[name]["cost"] if (price := tables.price(name)) is None else price for name in names]
    column = frozenset({COST if cost else LICENCE})
    holds(query, Question(query.words(), "tools", frozenset(names), tuple(cells) if cost else (), column))


@repeatable(50)
@given(names_of("roles", 1, 4))
def test_wages_of_roles(names: tuple[str, ...]) -> None:
    query = Query(select="roles", measure="attribute", named=names, by="wage")
    wages = tuple(tables.wage(name) for name in names)
    holds(query, Question(query.words(), "roles", frozenset(names), wages, frozenset({WAGE})))


@repeatable(400)
@given(
    st.lists(st.sampled_from([*TOOLS, *ROLES]), min_size=1, max_size=4, unique=True),
    st.sampled_from(get_args(Combine)),
    st.booleans(),
)
def test_phases_of_names(names: list[str], combine: Combine, counts: bool) -> None:
    expected = {
        "any": lambda: frozenset(code for name in names for code in tables.printed(name)),
        "common": lambda: tables.common(names),
        "gap": lambda: tables.gap(names),
        "difference": lambda: tables.unshared(names),
        "minus": lambda: tables.alone(names[0], names[1:]),
    }[combine]()
    query = Query(select="phases", measure="count" if counts else "list", named=tuple(names), combine=combine)
    values = (len(expected),) if counts else ()
    holds(query, Question(query.words(), "phases", expected, values, shown=frozenset(names)))


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("BN", [], ["AS"]),
        ("AS", ["BN"], ["MD"]),
        ("MD", ["AS"], ["VC"]),
        ("MDT", ["AS"], ["VC"]),
        ("MDL", ["AS"], ["VC"]),
        ("VC", ["MD"], ["CI"]),
        ("CI", ["VC"], ["D"]),
        ("D", ["CI"], ["M"]),
        ("M", ["D"], ["AS", "MD"]),  # Figure 1: what monitoring learns returns to these
    ],
)
def test_neighbours_of_a_phase(code: str, before: list[str], after: list[str]) -> None:
    for order, expected in (("before", before), ("after", after)):
        query = Query.model_validate({"select": "phases", "phases": [code], "order": order})
        assert list(ENGINE.answer(query).items.phases) == expected


@pytest.mark.parametrize(("order", "code"), [("first", "BN"), ("last", "M"), ("down", "M")])
def test_ends_of_the_order(order: Order, code: str) -> None:
    assert ENGINE.answer(Query(select="phases", order=order)).items.phases == (code,)


@repeatable(60)
@given(kinds, st.one_of(st.sampled_from(["min", "max"]), st.tuples(signs, st.integers(0, 30))))
def test_phases_by_how_many_they_have(kind: Kind, asked: Literal["min", "max"] | tuple[Comparison, int]) -> None:
    pool = tables.COLUMNS if kind == "tools" else tuple(code for code in PhaseCode if code not in ("MDT", "MDL"))
    counts = {str(code): len(tables.covering(kind, code).names) for code in pool}
    by: Attribute = "tool_count" if kind == "tools" else "role_count"
    if isinstance(asked, str):
        extreme = (max if asked == "max" else min)(counts.values())
        found = {code: count for code, count in counts.items() if count == extreme}
        query = Query(select="phases", measure=asked, by=by)
    else:
        sign, amount = asked
        found = {code: count for code, count in counts.items() if tables.COMPARISONS[sign](count, amount)}
        query = Query(select="phases", by=by, comparison=sign, amount=amount)
    holds(query, Question(query.words(), "phases", frozenset(found), tuple(found.values()), shown=frozenset(counts)))
