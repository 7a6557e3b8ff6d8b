"""Phases and sets weighed against each other: `are there more tools for D or for M?`, `more free than paid ones?`"""

import re

from corpus.vocabulary import PhaseCode
from server.conditions import Comparison, Condition, Covers
from server.conjunctions import OF_TOOLS, affirmed, all_of
from server.query import Attribute, Query
from server.understanding.pieces.clauses import join
from server.understanding.pieces.pieces import Piece
from server.understanding.pieces.signals import Signals
from server.understanding.pieces.target import marked

_KINDS = r"tools?|tooling|products?|roles?|jobs?|people|staff"
_SIGNS = r"more|most|fewer|fewest"
_DEAR = r"expensive|costly|pricey|affordable|cheap\w*|economical"
_SUCH = rf"(?:(?!(?:than|or|{_DEAR})\b)[\w$-]+ ){{0,3}}?"
_EITHER = r"\b(?:or|than|vs\.?|versus)\b"
_RIVALS = re.compile(
    rf"\b(?P<sign>{_SIGNS}) {_SUCH}(?P<kind>{_KINDS})\b.*?¤.*?{_EITHER}.*?¤"
    rf"|¤.*?{_EITHER}.*?¤.*?\b(?P<sign_behind>{_SIGNS}) {_SUCH}(?P<kind_behind>{_KINDS})\b"
    rf"|¤[^?.!]*?\b(?P<sign_between>{_SIGNS}) {_SUCH}(?P<kind_between>{_KINDS}) than\b.*?¤"
)
# `more free tools than paid ones`, `more free or more paid tools`, `is the number of free tools larger than that of …`
_COUNTED = r"(?:[\w§$-]+ ){0,6}?(?:tools?|products?|ones|roles?|jobs?|people)"
_SETS = re.compile(
    rf"\b(?:more|fewer|as many)(?! (?:{_DEAR})\b) {_COUNTED}\b[^?.!]*?\b(?P<either>than|as)\b"
    rf"|\b(?:more|fewer)(?! (?:{_DEAR})\b) [^?.!]{{3,40}}?\b(?P<or>or) (?:more|fewer)\b"
    r"|\b(?:larger|bigger|greater|higher|smaller|lower)\b[^?.!]*?\bnumber of [^?.!]*?\b(?P<which>or)\b"
    r"|\bnumber of [^?.!]*?\b(?:larger|bigger|greater|higher|smaller|lower) (?P<that>than)\b"
)


def read_rivals(signals: Signals) -> Query | None:
    """Which of the phases named has the most or the fewest tools or roles; how many of one set there are, and how many
    of the other."""
    if signals.tools or signals.roles:
        return None
    rivals = _RIVALS.search(marked(signals.text, signals.mentions)) if len(signals.phases) > 1 else None
    if rivals is None:
        return _of_sets(signals)
    most = (rivals["sign"] or rivals["sign_behind"] or rivals["sign_between"]).startswith("mo")
    of_tools = (rivals["kind"] or rivals["kind_behind"] or rivals["kind_between"]).startswith(("tool", "product"))
    return Query(
        select="phases",
        measure="max" if most else "min",
        by="tool_count" if of_tools else "role_count",
        phases=tuple(PhaseCode(code) for code in signals.phases),
        where=join(signals.anonymous, _others(signals.pieces)),
    )


def _of_sets(signals: Signals) -> Query | None:
    match = _SETS.search(signals.masked)
    select = signals.subject
    if match is None or match.lastgroup is None or (select is None and signals.target.noun != "phases"):
        return None
    split = match.start(match.lastgroup)
    first = [piece for piece in signals.pieces if piece.start < split]
    second = [piece for piece in signals.pieces if piece.start >= split]
    if not first or not second:
        return None
    # `more free tools than paid ones in CI` are both of that phase; `more free tools in VC than in CI` both free.
    behind = () if _phases(first) else _phases(second)
    before = [piece.condition for piece in _others(first)] if _phases(first) and not _others(second) else ()
    within = all_of((join(signals.anonymous[:split], first), *behind))
    where = all_of((*before, join(" " * split + signals.anonymous[split:], second)))
    if select is not None:
        return Query(select=select, measure="compare", within=within, where=where)
    of_tools = any(isinstance(affirmed(piece.condition), OF_TOOLS) for piece in (*first, *second))
    sign: Comparison = "<" if match.group().startswith("fewer") else ">"
    by: Attribute = "tool_count" if of_tools else "role_count"
    return Query(select="phases", by=by, within=within, where=where, comparison=sign)


def _phases(pieces: list[Piece]) -> tuple[Condition, ...]:
    return tuple(piece.condition for piece in pieces if isinstance(piece.condition, Covers))


def _others(pieces: list[Piece]) -> list[Piece]:
    return [piece for piece in pieces if not isinstance(piece.condition, Covers)]
