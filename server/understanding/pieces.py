"""Pieces: the conditions that a text states, each with the span of words that states it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.catalogue import Catalogue
from corpus.linker import Mention
from corpus.vocabulary import TABLE_IV_COLUMNS, PhaseCode
from server.conditions import Comparison, Condition, Costs, Covers, Earns, Not, OpenSource, Priced, Spans

NUMBERS = {
    word: number
    for number, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
} | {"a": 1, "an": 1, "single": 1}

_AMOUNT = r"\$?\s?(?P<{0}>\d[\d,]*(?:\.\d+)?)(?![\d.]*-\d{{4}}|\d)(?P<{0}k>\s?k\b)?(?:\s?(?:dollars?|usd|bucks))?"
_COMPARISONS: tuple[tuple[Comparison, str], ...] = (
    (
        "<=",
        r"at most|up to|no more than|not more than|not over|not above|within|max(?:imum)?(?: of)?|"
        r"budget (?:of|is)|not exceed(?:ing)?|no higher than|not cost more than",
    ),
    (">=", r"at least|no less than|not less than|not under|min(?:imum)?(?: of)?|starting at|not below"),
    ("<", r"under|below|less than|cheaper than|lower than|beneath|fewer than|smaller than"),
    (">", r"over|above|more than|greater than|higher than|exceed(?:s|ing)?|upwards of|beyond"),
    ("=", r"exactly|costs?|costing|priced at|at|for|is|are|of|earns?|earning|pays?|paying|paid|makes?|equal to"),
)
_RANGE = re.compile(rf"(?:between|from)?\s*{_AMOUNT.format('low')}\s*(?:and|to|-|–)\s*{_AMOUNT.format('high')}")
_SUFFIX = re.compile(
    rf"{_AMOUNT.format('amount')}(?:\s?(?:a|per) month|\s?monthly)?\s*(?:or|and)\s*"
    r"(?:(?P<le>less|below|under|cheaper|fewer|lower)|(?P<ge>more|above|over|higher))"
)
_PREFIXED = tuple(
    (sign, re.compile(rf"\b(?:{words})\s+(?:about |than )?{_AMOUNT.format('amount')}")) for sign, words in _COMPARISONS
)
_BARE = re.compile(rf"(?:\$\s?(?=\d)){_AMOUNT.format('amount')}")
_UNIT_AFTER = re.compile(
    r"\s*(?:or more |or fewer |different |of the )?(?:lifecycle )?(?:phases?|stages?|tools?|roles?|levels?|users?|people|columns?|%|percent)"
)

_FREE = re.compile(
    r"\bfree(?: of charge)?\b|\b(?:no|zero)[- ]cost\b|\bcosts? nothing\b|\bgratis\b|\bcost[- ]free\b|"
    r"\bwithout (?:paying|spending|(?:any )?(?:cost|costs|charge|fees?|budget|a budget|money))(?: anything| money| a cent| a dime)?\b|"
    r"\bat no (?:cost|charge)\b|\b(?:not|n't|n’t|never) cost(?:s|ing)? (?:us |me |you )?(?:anything|money|a cent|a thing)\b|\bfor nothing\b|"
    r"\bno (?:budget|money|fees?|licen[cs]e fees?|charge|monthly (?:fee|cost))\b|\bwon't cost\b"
)
_PAID = re.compile(
    r"\bpaid(?= (?:tool|product|service|option|solution|plan|software|for\b))|\bcost(?:s|ing)? money\b|\bnon-free\b|\b(?:have|has) a price\b|\bcharge(?:s|able)?\b"
)
_OPEN = re.compile(r"\bopen[- ]?sourced?\b|\bf?oss\b|\bopenly licensed\b")
_CLOSED = re.compile(r"\bclosed[- ]source\b|\bproprietary\b|\bcommercial(?:ly licensed)?\b")
_CONSUMPTION = re.compile(
    r"\b(?:consumption|usage)[- ]?(?:based|priced|pricing)?(?: pricing| billing| cost)?\b(?! of)|\bpay[- ](?:as[- ]you[- ]go|per[- ]use)\b|\bCB\b|\bmetered\b",
    re.IGNORECASE,
)
_REQUEST = re.compile(r"\b(?:by|on|upon) request\b|\bprice on application\b|\bcontact sales\b|\bby quote\b")
_FIXED = re.compile(r"\bfixed(?: monthly)?[- ](?:pric\w*|cost|fee)\b|\bflat[- ](?:fee|price|rate)\b")
_SPANS = re.compile(
    r"\b(?:(?P<sign>more than|over|at least|at most|no more than|fewer than|less than|exactly|only|just|up to)\s+)?"
    r"(?P<count>one|two|three|four|five|six|seven|eight|nine|\d|a single|single|multiple|several|all|every)"
    r"(?P<suffix> or (?:more|fewer))?\s+(?:different |lifecycle |of the )*(?:phases?|stages?)\b"
)
_SIGNS: dict[str, Comparison] = {
    "more than": ">", "over": ">", "at least": ">=", "at most": "<=", "no more than": "<=", "up to": "<=",
    "fewer than": "<", "less than": "<", " or more": ">=", " or fewer": "<=",
}  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """A condition and the words `start:end` of the question that state it."""

    condition: Condition
    start: int
    end: int

    def overlaps(self, start: int, end: int) -> bool:
        """Whether the two spans share a character."""
        return self.start < end and start < self.end


def find_pieces(text: str, mentions: Sequence[Mention], catalogue: Catalogue, *, wages: bool) -> list[Piece]:
    """Every condition stated in the text, in reading order. `wages`: amounts are wages, not prices."""
    lower = text.lower()
    pieces = [
        Piece(Covers(phase=PhaseCode(mention.name)), mention.start, mention.end)
        for mention in mentions
        if mention.kind == "phase"
    ]
    for piece in (*_spans(lower, len(TABLE_IV_COLUMNS)), *_words(text, lower), *_money(lower, wages)):
        clashes = (other for other in pieces if other.overlaps(piece.start, piece.end))
        if all((other.start, other.end) == (piece.start, piece.end) for other in clashes):
            pieces.append(piece)  # the two ends of a range share their words
    return sorted(pieces, key=lambda piece: piece.start)


def _words(text: str, lower: str) -> list[Piece]:
    found: list[Piece] = []
    table: tuple[tuple[re.Pattern[str], Condition], ...] = (
        (_FREE, Costs(comparison="=", usd=0)),
        (_PAID, Not(of=Costs(comparison="=", usd=0))),
        (_OPEN, OpenSource()),
        (_CLOSED, Not(of=OpenSource())),
        (_REQUEST, Priced(printed="By Request")),
        (_FIXED, Priced(printed="fixed")),
    )
    for pattern, condition in table:
        found += [Piece(condition, match.start(), match.end()) for match in pattern.finditer(lower)]
    found += [Piece(Priced(printed="CB"), match.start(), match.end()) for match in _CONSUMPTION.finditer(text)]
    return found


def _money(lower: str, wages: bool) -> list[Piece]:
    found: list[Piece] = []

    def add(start: int, end: int, *conditions: tuple[Comparison, float]) -> None:
        if any(piece.overlaps(start, end) for piece in found) or _UNIT_AFTER.match(lower, end):
            return
        found.extend(
            Piece(Earns(comparison=sign, usd=usd) if wages else Costs(comparison=sign, usd=usd), start, end)
            for sign, usd in conditions
        )

    for match in _RANGE.finditer(lower):
        if "$" in match.group() or "between" in match.group():
            add(match.start(), match.end(), (">=", _usd(match, "low")), ("<=", _usd(match, "high")))
    for match in _SUFFIX.finditer(lower):
        add(match.start(), match.end(), ("<=" if match["le"] else ">=", _usd(match, "amount")))
    for sign, pattern in _PREFIXED:
        for match in pattern.finditer(lower):
            words = match.group()
            if sign != "=" or "$" in words or re.search(r"dollar|usd|bucks|cost|pric|earn|pay|paid|make", words):
                add(match.start(), match.end(), (sign, _usd(match, "amount")))
    for match in _BARE.finditer(lower):
        add(match.start(), match.end(), ("=", _usd(match, "amount")))
    return found


def _usd(match: re.Match[str], group: str) -> float:
    return float(match[group].replace(",", "")) * (1000 if match[f"{group}k"] else 1)


def _spans(lower: str, phases: int) -> list[Piece]:
    found: list[Piece] = []
    for match in _SPANS.finditer(lower):
        word = match["count"].removeprefix("a ")
        sign: Comparison = _SIGNS.get(match["suffix"] or match["sign"] or "", "=")
        if word in ("multiple", "several"):
            sign, count = ">", 1
        elif word in ("all", "every"):
            if re.match(r"\s*(?:that|of|which|\S+\s+cover)", lower[match.end() :]):
                continue
            count = phases
        else:
            count = NUMBERS.get(word) or int(word)
        found.append(Piece(Spans(comparison=sign, count=count), match.start(), match.end()))
    return found
