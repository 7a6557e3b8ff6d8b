"""Follow-ups that keep the last typed query and change one thing of it: the basis, the rank, what is left out."""

import re

from corpus.linker import Mention
from server.basis import Basis
from server.conditions import AllOf, Condition, Named, Not
from server.query import Attribute, Measure, Query
from server.understanding import cues as ask
from server.understanding.basis import is_about_money
from server.understanding.clauses import join
from server.understanding.headcount import MONTHS, ONE, SPAN, USERS, read_basis
from server.understanding.measures import number_of
from server.understanding.pieces import find_pieces
from server.understanding.wordlist import phrases

_LEFT_OUT = re.compile(
    r"^\W*(?:(?:and|but|ok|okay|now|so|then|what about|how about|what if(?: we)?|same|minus|the same)\W+)*"
    r"(?:without|w/o|except(?: for)?|excluding|exclude|minus|not counting|leav(?:e|ing) (?:out|aside)|apart from|drop|remove|skip)\b",
    re.IGNORECASE,
)
_TAKEN_OUT = re.compile(
    r"\b(?:remove|removing|drop|dropping|exclude|excluding|without|except(?: for)?|take out|taking out|leave out|leaving out|throw out|minus"
    r"|but no|not the|skip|delete)\b",
    re.IGNORECASE,
)
_ADDED = re.compile(
    r"^\W*(?:(?:and|ok|now|then|so|what if|if)\W+)*(?:we |i )?(?:also )?(?:adds?|adding|throw|include|plus|put|with|buy|hire|take)\b"
    r"|\b(?:to|on top of) (?:that|those|it|them)\b|\b(?:throw|add|put|take)\b.*\b(?:in|too|as well)\b|\bof (?:those|them|these) plus\b",
    re.IGNORECASE,
)
_ALL_COST = re.compile(r"\b(?:they|the (?:others|rest)|all) (?:all )?(?:cost|earn|come)\b")
_ALTOGETHER = re.compile(r"\b(?:both|all|together|altogether|in total)\b")
_RANKED = re.compile(r"\b(?:second|third|2nd|3rd|next)\b")
_OF_THOSE = re.compile(r"\b(?P<n>two|three|four|five|six|\d) of (?:those|them|these)\b")
_ORDINALS = (
    (2, phrases(r"second|2nd|next(?! to)|runner[- ]?up|after that|number two")),
    (3, phrases(r"third|3rd|number three")),
    (4, phrases(r"fourth|4th")),
)
_FILLERS = phrases(
    r"""
    and|or|but|ok|okay|so|then|now|what|whats|what['’]s|how|about|much|many|if|we|i|were|are|is|was|it|that|that['’]s|would|be|for|the
    same|of|us|have|had|with|in|a|an|one|price|cost|costs|please|pls|thanks|total|team|company|say|only|just|instead
    difference|rather than|instead of|ten|now|make|make it|people|users|altogether|both|all|together|both of them|all of them
    cheapest|dearest|most|least|expensive|best|paid|best[- ]paid|highest|lowest|place|which|who|per|on|at|do|does|they|them
    """
)
_WORD = re.compile(r"[\w’'-]+")


def carry(query: Query | None, question: str, masked: str, mentions: list[Mention]) -> Query | None:
    """The last query with what a short follow-up changes; None where it changes nothing of this kind."""
    if query is None:
        return None
    names = tuple(mention.name for mention in mentions if mention.kind in ("tool", "role"))
    if names and _LEFT_OUT.match(question) and query.select in ("tools", "roles"):
        return _summed(_without(query, names), masked)
    if not names and _TAKEN_OUT.search(question) and query.select in ("tools", "roles"):
        denied = _stated(question, mentions)
        if denied is not None:
            return _summed(_narrowed(query, Not(of=denied)), masked)
    if names and _ADDED.search(question) and query.named:
        return _with(query, names, masked)
    if mentions:
        return None
    if not mentions and query.named:
        about = _of_the_named(query, masked)
        if about is not None:
            return about
    if query.measure in ("min", "max") and _only(masked, ask.MIN, ask.MAX) and not _RANKED.search(masked):
        highest = ask.MAX.search(masked)
        if highest or ask.MIN.search(masked):
            return query.model_copy(update={"measure": "max" if highest else "min", "rank": 1})
    if _ALTOGETHER.search(masked) and len(query.named) == 1:
        return None
    basis = read_basis(masked, roles=query.select == "roles")
    if (
        basis != Basis()
        and is_about_money(query)
        and _only(masked, USERS, ONE, SPAN, *(pattern for _, pattern in MONTHS))
    ):
        return query.model_copy(update={"basis": basis})
    rank = next((number for number, pattern in _ORDINALS if pattern.search(masked)), None)
    if rank and query.measure in ("min", "max") and _only(masked, *(pattern for _, pattern in _ORDINALS)):
        return query.model_copy(update={"rank": rank, "limit": 1})
    return None


def _without(query: Query, names: tuple[str, ...]) -> Query:
    kept = tuple(name for name in query.named if name not in names)
    if query.named:
        counts = dict(zip(query.named, query.team or (1,) * len(query.named), strict=True))
        team = tuple(counts[name] for name in kept) if query.team else ()
        return query.model_copy(update={"named": kept, "team": team}) if kept else query
    return _narrowed(query, Not(of=Named(names=names)))


def _narrowed(query: Query, further: Condition) -> Query:
    stated: tuple[Condition, ...] = query.where.of if isinstance(query.where, AllOf) else (query.where,)
    return query.model_copy(update={"where": AllOf(of=(*stated, further))})


def _stated(question: str, mentions: list[Mention]) -> Condition | None:
    """What a request to take something out names by a condition: `remove whatever is consumption based`."""
    pieces = find_pieces(question, mentions, wages=False)
    return join(_TAKEN_OUT.sub(lambda match: " " * len(match.group()), question), pieces) if pieces else None


def _of_the_named(query: Query, masked: str) -> Query | None:
    """The same tools or roles asked for their difference, their gap or in another number."""
    kept = query.model_copy(update={"where": AllOf(), "premise": False})
    if query.select in ("tools", "roles"):
        by: Attribute = "cost" if query.select == "tools" else "wage"
        if len(query.named) == 2 and ask.MARGIN.search(masked):
            return kept.model_copy(update={"measure": "compare", "by": by})
        several = _OF_THOSE.search(masked)
        if several and len(query.named) == 1 and _only(masked, _OF_THOSE):
            return kept.model_copy(update={"measure": "sum", "by": by, "team": (number_of(several["n"]) or 1,)})
    if re.search(r"\b(?:phases?|stages?)\b", masked) and ask.GAP.search(masked):
        return Query(select="phases", named=query.named, combine="gap")
    return None


def _summed(query: Query, masked: str) -> Query:
    """The sum, where `what do the others cost` asks for one."""
    if query.select not in ("tools", "roles") or not (ask.TOTAL.search(masked) or _ALL_COST.search(masked)):
        return query
    return query.model_copy(update={"measure": "sum", "by": "cost" if query.select == "tools" else "wage"})


def _with(query: Query, names: tuple[str, ...], masked: str) -> Query:
    """`add X to that`, `two of those plus a Y`: more of the same kind, in the sum or the stack."""
    several = _OF_THOSE.search(masked)
    counts = dict(zip(query.named, query.team or (1,) * len(query.named), strict=True))
    if several:
        counts = dict.fromkeys(counts, number_of(several["n"]) or 1)
    counts |= {name: 1 for name in names if name not in counts}
    measure: Measure = "sum" if query.measure == "attribute" else query.measure
    return query.model_copy(update={"named": tuple(counts), "team": tuple(counts.values()), "measure": measure})


def _only(masked: str, *patterns: re.Pattern[str]) -> bool:
    """Whether nothing but these patterns and small words stands in the text."""
    rest = masked
    for pattern in (*patterns, _FILLERS):
        rest = pattern.sub(" ", rest)
    return not _WORD.search(rest)
