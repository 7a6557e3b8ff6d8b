"""What a question asks for besides its first query: other kinds of the same phases, more of the same names."""

from corpus.vocabulary import PhaseCode
from server.conditions import AnyOf, Condition, Covers, Named
from server.conjunctions import any_of
from server.coverage import phase_part, phases_of
from server.query import Attribute, Query, Select
from server.understanding.pieces.filling import fills_gaps
from server.understanding.pieces.kinds import kinds_asked
from server.understanding.pieces.measures import DEFAULT
from server.understanding.pieces.relations import shares_with
from server.understanding.pieces.signals import Signals
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import phrases

_PHASES = phrases(
    r"(?:which|what|the|its|their)(?: \w+)? (?:phases?|stages?)|(?:phases?|stages?) and|and (?:phases?|stages?)"
)
_WHICH_GAP = phrases(r"(?:which|what)(?: one)? is it|(?:which|what)(?: \w+)? (?:phases?|stages?|parts?)")
_ITS_PHASES = phrases(
    r"""
    (?:which|what) (?:phases?|stages?) (?:does|do|is|are|would|has|have) (?:it|he|she|they|that|this|those
    |these)(?: \w+){0,3}
    (?:and|with|plus) (?:its|his|her|their) (?:phases?|stages?)
    (?:where|when) (?:does|do|is|are) (?:it|he|she|they) (?:work|take part|come in|used|active|involved)
    """
)
_WHAT_THEY_DO = phrases(r"what (?:do|does|would|will) (?:it|he|she|they|that role|this role) do")
# Amounts of what is listed: `… and what do they cost?`, `with their prices`.
_AMOUNTS = phrases(
    r"""
    (?:what(?! are)|how much|what['’]s) (?:do|does|would|will|is|are) (?:it|they|he|she|that|those|these
    |each)(?: \w+){0,2}
    (?:tell|say|give|state|show)(?: me| us)? what (?:it|they|he|she|each)(?: one| of them)? (?:costs?|earns?)
    how much(?=\W*$)
    what(?:['’]s| is| are) (?:its|their|his|her|the) (?:monthly )?(?:prices?|costs?|wages?|salar(?:y|ies)|pay)
    (?:and|plus|with|,) (?:the|their|its|his|her)(?: \w+)? (?:prices?|costs?|wages?|salar(?:y|ies)|pay)
    (?:at|for) (?:what|which) (?:price|cost|wage|salary|pay)
    (?:prices?|costs|wages?|salar(?:y|ies)|pay) (?:too|as well)
    """
)
_SUM = phrases(
    r"(?:confirm|check|verify|what is|what['’]s|give me|tell me) (?:the|that|its) (?:exact )?(?:amount|sum"
    r"|figure|number)"
)
# `is it open source, and what would we pay for it?`
_AMOUNTS_BESIDE = phrases(
    r"""
    (?:and|also|plus) (?:what|how much|at what|for what)(?: \w+){0,5}? (?:pay\w*|costs?|price|charged?|spend)
    (?:and|also|plus) how much(?: (?:is|are|does|do|for|would) (?:it|they))?(?=\W*$)
    """
)
_LICENCE = phrases(r"(?<!open source )licen[cs](?:e|es|ing)(?! (?:fee|cost|price|for|of)s?)")
_MONEY = phrases(r"money[- ]?wise|(?:in|by|about|as to|regarding) money|money(?=,? (?:and|or)\b)|(?<=and )money")
# More would be a price list, which the table shows anyway.
_TOLD_AT_MOST = 12


def asked_besides(signals: Signals, query: Query) -> tuple[Query, ...]:
    """The further queries of the question, in the order in which they are to be answered."""
    if query.premise or query.plan is not None:
        return ()
    return _other_kinds(signals, query) or _of_the_same(signals, query)


def _other_kinds(signals: Signals, query: Query) -> tuple[Query, ...]:
    """`which phase is that, and which tools and roles does it have?`: the other kinds meet what is said of phases."""
    if query.measure != "list" or query.by or (query.order and signals.target.vague):
        return ()
    if query.named:
        return _for_the_roles(signals, query)
    if fills_gaps(signals) and signals.says(_WHICH_GAP):
        return (Query(select="phases", named=signals.tools, combine="gap"),)
    about = phase_part(query.where) if query.select != "phases" else _any(query.phases)
    if about is None:
        return ()
    return tuple(_of_kind(kind, about) for kind in kinds_asked(signals) if kind != query.select)


def _for_the_roles(signals: Signals, query: Query) -> tuple[Query, ...]:
    """`which phases concern an X, and which tools?`: the tools of the phases that the role takes part in."""
    if query.select != "phases" or query.combine != "any" or not signals.roles or "tools" not in kinds_asked(signals):
        return ()
    shares = (shares_with(signals, "tools", name) for name in query.named if name in signals.roles)
    return (Query(select="tools", where=any_of(shares)),)


def _of_kind(kind: Select, about: Condition) -> Query:
    return Query(select="phases", phases=phases_of(about)) if kind == "phases" else Query(select=kind, where=about)


def _any(phases: tuple[PhaseCode, ...]) -> Condition | None:
    covers = tuple(Covers(phase=code) for code in phases)
    return AnyOf(of=covers) if len(covers) > 1 else next(iter(covers), None)


def _of_the_same(signals: Signals, query: Query) -> tuple[Query, ...]:
    """`which phases does X cover, and what does it cost?`, `which is cheaper, and by how much?`"""
    if query.select == "phases":
        looks_up = bool(query.named) and query.combine == "any" and query.measure == "list"
        return _look_ups(signals, query, ("phases",)) if looks_up else ()
    if query.select not in ("tools", "roles"):
        return ()
    if query.measure in ("attribute", "compare") and query.by and set(query.team) <= {1}:
        told: tuple[Attribute, ...] = (query.by, "dol_code") if query.by == "dol_title" else (query.by,)
        return _look_ups(signals, query, (*told, "phases") if query.measure == "compare" else told)
    if query.measure == "check" and query.named and signals.says(_AMOUNTS_BESIDE):
        return (Query(select=query.select, measure="attribute", named=query.named, by=DEFAULT[query.select]),)
    pair = query.measure in ("min", "max") and isinstance(query.where, Named) and len(query.named) == 2
    if pair and query.by == DEFAULT[query.select] and signals.says(ask.MARGIN, ask.DIFFERENCE):
        return (Query(select=query.select, measure="compare", named=query.named, by=query.by, team=query.team),)
    if query.measure in ("min", "max") and not query.named and query.by != "phases" and signals.says(_ITS_PHASES):
        return (Query(select="phases", found=True),)
    if query.measure in ("min", "max") and not query.named and signals.says(_WHAT_THEY_DO):
        return (Query(select=query.select, measure="describe", found=True),)
    return _of_each(signals, query) if query.measure == "list" and not query.named else ()


def _of_each(signals: Signals, query: Query) -> tuple[Query, ...]:
    """`which tools have a fixed price, and what is it?`, `which costs $250, and what phase is it for?`: of a few."""
    pool = signals.catalogue.tools if query.select == "tools" else signals.catalogue.roles
    found = tuple(thing.name for thing in pool.values() if query.where.holds(thing))
    if not 0 < len(found) <= _TOLD_AT_MOST:
        return ()
    if signals.says(_AMOUNTS):
        return (Query(select=query.select, measure="attribute", named=found, by=query.by or DEFAULT[query.select]),)
    return (Query(select="phases", named=found),) if signals.says(_ITS_PHASES) else ()


def _look_ups(signals: Signals, query: Query, told: tuple[Attribute, ...]) -> tuple[Query, ...]:
    """The other columns asked of the same names, beside those that the query tells."""
    kind: Select = "tools" if signals.tools else "roles"
    rows = signals.tools or signals.roles
    return tuple(
        Query(select="phases", named=query.named)
        if by == "phases"
        else Query(select=kind, measure="attribute", named=tuple(name for name in query.named if name in rows), by=by)
        for by in _attributes(signals, kind)
        if by not in told
    )


def _attributes(signals: Signals, kind: Select) -> tuple[Attribute, ...]:
    """The columns that the question names beside the names themselves."""
    money: Attribute = DEFAULT[kind]
    cues: tuple[tuple[Attribute, bool], ...] = (
        ("phases", signals.says(_PHASES)),
        ("dol_code", kind == "roles" and bool(ask.DOL.search(signals.lower))),
        ("licence", kind == "tools" and signals.says(_LICENCE)),
        (money, signals.says(ask.COST, _SUM, _MONEY, *([ask.WAGE] if kind == "roles" else []))),
    )
    return tuple(by for by, asked in cues if asked)
