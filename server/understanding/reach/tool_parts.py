"""Which parts of the cards of named tools tell when to take which, what one can do, and what is paid for it."""

import re
from collections.abc import Iterator

from corpus.vocabulary import PhaseCode
from server.conditions import Costs, Covers
from server.conjunctions import affirmed
from server.query import Query
from server.understanding.pieces.signals import Signals
from server.understanding.reach.card_parts import CardPart
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import phrases

_WHAT, _CAN, _WHEN, _WHEN_NOT = "What it is", "In the lifecycle", "When to choose it", "When not to choose it"
_OTHERS, _TOGETHER, _LICENCE, _PRICE = "Alternatives", "Works with", "Licence and hosting", "Pricing"
_MOST = 3
_WE = r"(?:i|we|one|you|a (?:\w+ )?(?:team|company|start-?up)|small teams?)"
_NEEDED = phrases(
    rf"""
    (?:do|does|would|will|must) {_WE} (?:\w+ )?(?:need|have to have)|(?:can|could) {_WE} do without
    (?:is|are) (?:an? )?§+(?:,? (?:and|or) §+)? (?:\w+ )?(?:needed|necessary|required|overkill|worth \w+|a must)
    """
)
_CHOSEN = phrases(
    rf"""
    (?:when|why|where|should|shall|would|could) (?:\w+ )?{_WE} (?:\w+ )?(?:use|choose|pick|take|adopt|buy|prefer|go)
    (?:when|why) (?:to )?(?:use|choose|pick|take|adopt|buy)|why §+|is §+ (?:\w+ )?(?:right|good|suitable|enough)
    reasons? (?:for|against)|worth it|pros and cons|(?:good|right) (?:choice|fit) for
    """
)
_ABLE = phrases(
    r"what (?:can|could|all can) §+|what is §+ (?:\w+ )?(?:used|good|there) for|features?|capabilit\w+|able to"
)
_EXPLAINED = phrases(r"what(?:['’]s| is| are| does)? (?:the |an? )?§+(?: (?:do|about|used for|for))?(?=\W*$)|explain")
_DIFFER = phrases(r"differ\w*|distinguish\w*|compar\w+")
_EITHER = phrases(
    r"vs\.?|versus|or|against|better|best|which|pick|choose|prefer|both|(?:compared? (?:to|with))|instead|rather"
)
_OF_ROWS = (ask.COUNT, ask.COST, ask.LICENCE, ask.ALTERNATIVE)
_WHO = phrases("who|whom|whose")
_FREE = re.compile(r"\bfree\b|\bno fee\b|\bnothing\b|\bwithout a fee\b", re.IGNORECASE)
_PAID = re.compile(
    r"\bcosts? (?:money|\$)|\bsubscription\b|\blicence of its own\b|\bpaid\b|\bcommercial\b", re.IGNORECASE
)
_TOLD = re.compile(r"^(?!No dated|No price|The (?:present )?(?:price|rates)).|[;:,]")


def leaves_a_choice(query: Query | None) -> bool:
    """Whether rows that a query sets side by side, or checks, leave open which tool to take; or it is none."""
    if query is None:
        return True
    return query.select == "tools" and query.measure in ("compare", "check", "describe") and query.by is None


def tool_parts(signals: Signals) -> Iterator[CardPart]:
    """The parts to be read first where it is asked of tools what no row tells of them."""
    few = 0 < len(signals.tools) <= _MOST and not signals.roles
    if (
        not few
        or signals.target.noun in ("roles", "phases")
        or signals.says(_WHO, *_OF_ROWS)
        or not all(isinstance(piece.condition, Covers) for piece in signals.stated)
    ):
        return
    if len(signals.tools) > 1:
        yield from _of_several(signals)
    else:
        yield from _of_one(signals, signals.tools[0])


def _of_several(signals: Signals) -> Iterator[CardPart]:
    """When to take which, and what the cards say of one another."""
    differ, needed = signals.says(_DIFFER), signals.says(_NEEDED)
    if not (differ or needed or signals.says(_EITHER)):
        return
    headings = [_WHAT] * differ + [_WHEN] + [_WHEN_NOT] * (not differ)
    for heading in headings:
        yield from (_part(name, heading, first=True) for name in signals.tools)
    for heading in [_TOGETHER] * needed + [_OTHERS]:
        for name in signals.tools:
            yield _part(name, heading, beside=tuple(other for other in signals.tools if other != name))


def _of_one(signals: Signals, name: str) -> Iterator[CardPart]:
    phases = [piece.condition.phase for piece in signals.stated if isinstance(piece.condition, Covers)]
    tool = signals.catalogue.tools[name]
    unticked = [phase for phase in phases if not tool.covers(phase)]
    if unticked and signals.says(ask.YES_NO):
        names = tuple(f"({code})" for phase in unticked for code in (phase, *_halves(phase)))
        yield _part(name, _CAN, beside=names)
    elif signals.says(_NEEDED, _CHOSEN):
        yield _part(name, _WHEN)
        yield _part(name, _WHEN_NOT)
    elif not phases and signals.says(_ABLE):
        yield _part(name, _WHAT, first=True)
        yield _part(name, _CAN)
    elif not phases and signals.says(_EXPLAINED):
        yield _part(name, _WHAT, first=True)


def _halves(phase: PhaseCode) -> tuple[PhaseCode, ...]:
    return tuple(code for code in phase.columns if code != phase)


def price_parts(query: Query | None) -> Iterator[CardPart]:
    """The parts on what is paid for named tools: before a row that calls a tool not free, what of it is; and behind the
    row what else it tells."""
    if query is None or query.select != "tools" or not 0 < len(query.named) <= _MOST or query.also:
        return
    asked = affirmed(query.where)
    checked = query.measure == "check" and isinstance(asked, Costs) and not asked.usd
    if checked:
        for name in query.named:
            for heading in (_PRICE, _LICENCE):
                yield _part(name, heading, saying=_FREE)
            yield _part(name, _LICENCE, saying=_PAID, behind=True)
    if checked or (query.measure == "attribute" and query.by in (None, "cost")):
        for name in query.named:
            yield _part(name, _PRICE, saying=_TOLD, behind=True)


def _part(  # noqa: PLR0913 - the parts of a part
    name: str,
    heading: str,
    *,
    beside: tuple[str, ...] = (),
    first: bool = False,
    saying: re.Pattern[str] | None = None,
    behind: bool = False,
) -> CardPart:
    return CardPart("tool", name, name, heading, beside, first, saying, behind)
