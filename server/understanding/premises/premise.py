"""Checks of what a question takes for granted: a claim that the tables contradict refutes the question.

A claim about one thing whose reason is asked for is checked in any case; other claims that hold leave the question to
the other readings.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from server.conditions import AllOf, Comparison, Condition, Costs, Earns, Named, Not, Spans, Thing
from server.conjunctions import all_of
from server.query import Query, Select
from server.understanding.pieces.clauses import join
from server.understanding.pieces.headcount import read_basis
from server.understanding.pieces.measures import by_phases
from server.understanding.pieces.relations import compared
from server.understanding.pieces.signals import Signals
from server.understanding.pieces.sole import says_sole
from server.understanding.pieces.target import Noun
from server.understanding.premises.absence import absent, dropped
from server.understanding.premises.amounts_told import misbased, misgraded, tells_of_plans, tells_of_tables
from server.understanding.premises.claims import Claim, claims_of
from server.understanding.premises.contrasts import misascribed, miscontrasted, misdecided
from server.understanding.premises.ladders import misranked
from server.understanding.premises.sameness import misclassified, mislicensed, mismeasured
from server.understanding.premises.sequence import misplaced, outnumbered
from server.understanding.premises.stated_counts import miscounted, misstepped
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import blanked

_VERB = re.compile(r"\b(?:is|are|costs?|covers?|has|have|works?|takes?)\b")
_FALSE_ONES = (
    absent,
    dropped,
    misbased,
    misranked,
    misclassified,
    mismeasured,
    mislicensed,
    miscontrasted,
    misascribed,
    misdecided,
    misplaced,
    outnumbered,
    misstepped,
)


_HOW_BIG = re.compile(r"\b(?:how (?:big|large|much)|what)(?: is|['’]s) the (?:\w+ )?(?:difference|gap|margin|delta)\b")


def read_premise(signals: Signals) -> Query | None:
    """The check of the first claim that is false; else that of a claim whose reason is asked for."""
    checks = [(claim, *check) for claim in claims_of(signals) for check in _checks(signals, claim)]
    false = next((query for _, query, holds in checks if not holds), None)
    # `why does A earn more than B? How big is the difference?` asks for no reason in the end.
    sized = len(signals.tools or signals.roles) == 2 and _HOW_BIG.search(signals.masked)
    asked = () if sized else [query for claim, query, _ in checks if claim.why and query.named]
    miscount = misgraded(signals) or miscounted(signals, definite=True) or misstepped(signals, definite=True)
    return false or miscount or next(iter(asked), None)


def granted(signals: Signals) -> list[tuple[tuple[int, int], bool]]:
    """Spans of the clauses that state what can be checked, and whether it holds; nobody asks for its reason."""
    claims = [claim for claim in claims_of(signals) if not claim.why]
    checked = [(claim, [holds for _, holds in _checks(signals, claim)]) for claim in claims]
    return [(claim.span, all(holds)) for claim, holds in checked if holds and not (all(holds) and _sets_apart(claim))]


def _sets_apart(claim: Claim) -> bool:
    """Whether it is told in passing of several names, which the question may still choose among."""
    return claim.loose and len({*claim.signals.tools, *claim.signals.roles}) > 1


def _checks(whole: Signals, claim: Claim) -> list[tuple[Query, bool]]:
    """Queries that check the claim, each with whether it holds."""
    signals = claim.signals
    if not claim.why and tells_of_plans(signals):
        return []
    for read in _FALSE_ONES:
        query = read(signals)
        if query is not None:
            return [(query, False)]
    named = signals.tools or signals.roles
    if claim.loose and not named:
        miscount = miscounted(signals, definite=True)
        return [(miscount, False)] if miscount else []
    if not named:
        miscount = miscounted(signals)
        counted = (miscount, False) if miscount else _of_a_set(signals)
        points = not claim.why or signals.says(r"\b(?:its?|their|his|her)\b")
        if counted is not None or not points or not (whole.tools or whole.roles):
            return [counted] if counted is not None else []
        named = (whole.tools or whole.roles)[:1]  # `with its $40 fee, does § …` names it afterwards
    if claim.loose and not tells_of_tables(signals):
        return []
    sole = _sole(signals, named)
    if sole is not None:
        return [(sole, False)]
    query = _about(signals, named)
    return [(query, all(query.where.holds(_thing(signals, name)) for name in query.named))] if query else []


def _about(signals: Signals, named: tuple[str, ...]) -> Query | None:
    """The check of what is said of the named tools or roles."""
    select: Select = "tools" if named[0] in signals.catalogue.tools else "roles"
    comparison = compared(signals, select, named)
    if comparison is not None:
        named, condition = comparison.subject, comparison.condition
        return Query(select=select, measure="check", named=named, where=condition, premise=True) if named else None
    if len(named) != 1 and not _is_list(signals):
        return None
    pieces = [piece for piece in signals.pieces if piece.condition.columns(_thing(signals, named[0]))]
    stated = join(signals.anonymous, pieces) if pieces else None
    parts = [part for part in (stated, _extreme(signals, select, stated or AllOf())) if part is not None]
    if not parts:
        return None
    return Query(select=select, measure="check", named=named, where=all_of(parts), premise=True)


def _sole(signals: Signals, named: tuple[str, ...]) -> Query | None:
    """All that is as the named are, where they are said to be the only ones and are not: `§ is the only free tool`."""
    select: Noun = "tools" if named[0] in signals.catalogue.tools else "roles"
    if signals.subject != select or not signals.pieces or not says_sole(signals, select):
        return None
    condition = join(signals.anonymous, signals.pieces)
    pool = signals.catalogue.tools.values() if select == "tools" else signals.catalogue.roles.values()
    if {thing.name for thing in pool if condition.holds(thing)} == set(named):
        return None
    return Query(select=select, where=condition, claimed=named, premise=True)


def _is_list(signals: Signals) -> bool:
    """Whether the names stand side by side, so that the same is said of all."""
    names = [m for m in signals.mentions if m.kind in ("tool", "role")]
    between = [signals.lower[one.end : two.start] for one, two in pairwise(names)]
    return all(set(words.replace(",", " ").split()) <= {"and", "both", "the", "a", "an", "&"} for words in between)


def _thing(signals: Signals, name: str) -> Thing:
    return signals.catalogue.thing(name)


def _of_a_set(signals: Signals) -> tuple[Query, bool] | None:
    """`no tool …`, `all … tools …`: a count that must be nought, and whether it is."""
    select, noun = signals.target.noun, signals.target.end
    if select not in ("tools", "roles") or not signals.pieces:
        return None
    if signals.says(ask.NONE):
        unsaid = blanked(ask.NONE, signals.anonymous)
        condition = join(unsaid, signals.pieces)
    elif signals.says(r"\b(?:all|every|each)\b"):
        verb = _VERB.search(signals.masked, noun)
        # `every tool for § is free`, `why are all tools for § free`
        split = verb.start() if verb else signals.pieces[-1].start
        told = [piece for piece in signals.pieces if piece.start >= split]
        if not told:
            return None
        within = join(signals.anonymous[:split], [piece for piece in signals.pieces if piece.end <= split])
        others = Not(of=join(signals.anonymous, told))
        condition = all_of((within, others)) if within != AllOf() else others
    else:
        return None
    pool = signals.catalogue.tools.values() if select == "tools" else signals.catalogue.roles.values()
    query = Query(select=select, measure="count", where=condition, amount=0, premise=True)
    return query, not any(condition.holds(thing) for thing in pool)


def _extreme(signals: Signals, select: Select, within: Condition) -> Condition | None:
    """`X is the cheapest tool for CI`: as a condition that only the cheapest of those within meets."""
    highest = signals.says(ask.MAX)
    if not highest and not signals.says(ask.MIN):
        return None
    sign: Comparison = ">=" if highest else "<="
    best = max if highest else min
    tools = [tool for tool in signals.catalogue.tools.values() if within.holds(tool)]
    roles = [role for role in signals.catalogue.roles.values() if within.holds(role)]
    pool: Sequence[Thing] = tools if select == "tools" else roles
    if not pool:
        return Named(names=())
    if by_phases(signals):
        return Spans(comparison=sign, count=best(len(thing.phases) for thing in pool))
    basis = read_basis(signals.masked, roles=select == "roles")
    if select == "roles":
        wages = [basis.wage(role.monthly_wage_usd) for role in roles]
        return Earns(comparison=sign, usd=best(wages)) if signals.says(ask.WAGE) else None
    prices = [basis.price(tool.cost.usd) for tool in tools if tool.cost.usd is not None]
    return Costs(comparison=sign, usd=best(prices)) if prices and signals.mentions_cost else None
