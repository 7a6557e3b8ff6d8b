"""For how many people and how long: `for 25 users`, `per seat`, `a team of 40`, `a year`."""

import re

from server.basis import PRINTED_USERS, Basis
from server.query import Query
from server.understanding.pieces.pieces import NUMBERS
from server.understanding.words.basis import bounded_on, is_about_money
from server.understanding.words.wordlist import phrases

_COUNTS = {word: number for word, number in NUMBERS.items() if word not in ("a", "an")} | {
    "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "eighteen": 18, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "hundred": 100, "a hundred": 100,
    "a thousand": 1000, "thousand": 1000, "a dozen": 12, "two dozen": 24, "half a dozen": 6,
}  # fmt: skip
_COUNTS |= {
    f"{tens}{gap}{unit}": _COUNTS[tens] + _COUNTS[unit]
    for tens in ("twenty", "thirty", "forty", "fifty", "sixty")
    for gap in ("-", " ")
    for unit in ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
}
_COUNTS |= {f"{unit} hundred": NUMBERS[unit] * 100 for unit in ("one", "two", "three", "four", "five", "six", "eight")}
NUMBER = rf"(?:\d[\d,]*|{'|'.join(sorted(map(re.escape, _COUNTS), key=len, reverse=True))})"
HEADS = (
    r"(?:users?|people|ppl|ftes?|pax|persons?|seats?|developers?|devs?|engineers?|members?|licen[cs]es(?! (?:of|for)\b)"
    r"|employees|heads?|colleagues|folks|analysts|scientists|accounts?|coders|programmers|staff|team[- ]?mates|logins)"
)
USERS = re.compile(
    rf"\b(?P<groups>{NUMBER}) (?:teams|squads|groups|crews|departments) of (?P<size>{NUMBER})\b"
    rf"|\b(?P<n>{NUMBER})[- ](?:(?!months?\b|years?\b|ten\b|per\b|each\b|every\b)[a-z]+[- ])?{HEADS}(?![a-z])"
    rf"|\b(?:team|squad|group|crew|department|company|shop|startup)(?: size)?(?: of| with|:| ?="
    rf"| is) (?P<team>{NUMBER})\b(?: {HEADS}(?![a-z])|(?! §))"
    rf"|\b(?P<strong>{NUMBER})(?:[- ](?:wo)?man|[- ]person|[- ]people|[- ]strong)\b|\b(?P<us>{NUMBER}) of us\b"
    rf"|\bwe(?:['’]re| are|['’]d be| would be) (?P<we>{NUMBER})(?=\s*[?.!,;]|\s*$)"
    rf"|\b(?:grow|grew|growing|scale|scaling|expand|shrink) to (?P<grown>{NUMBER})\b(?! (?!{HEADS}(?![a-z]))[a-z])"
    r"|\bfor (?P<bare>\d+)(?=\s*[?.!,]|\s*$|\s(?:and|plus) §)"
)
ONE = phrases(
    # `do we need a licence for it?` asks for no price
    r"(?<!need )(?<!needs )(?<!require )(?<!requires )"
    r"(?:per|a|each|every|one|single|by)[ -](?:user|seat|head|person|developer|licen[cs]e)|(?:just|only) (?:for )?me"
    r"|for (?:just |only )?(?:one|1)(?=\W*$)"
)
MONTHS = (
    (12, phrases(r"(?:over|for|across|during|in) (?:a|one|the) (?:full |whole |entire )?year"
    r"|(?:the|our|my) (?:very )?first year|year one"
    r"|(?:all|(?:the )?(?:whole|entirety)) of (?:the |this )?(?:next |coming )?year"
    r"|(?:full|whole|entire)[ -]year|annuali[sz]e[sd]?")),
    (6, phrases(r"half (?:a|of the) year|half[- ]year(?:ly)?|six months")),
    (1, phrases(r"monthly|(?:per|a|each|every|one) (?:calendar )?month|/\s?mo(?:nth)?")),
    (12, phrases(r"yearly|ann?ual(?:ly|i[sz]ed)?|(?:per|a|each|every|one|the|whole|full|entire)[ -](?:year|annum)"
    r"(?:['’]s)?|p\.?\s?a\.?|/\s?(?:yr|year)|12 months|(?:times|x|×|\*) ?(?:12|twelve)|(?<=, )year(?=\W*$)")),
    (3, phrases(r"quarterly|(?:per|a|each|every|one) quarter|/\s?quarter")),
)  # fmt: skip
# `after two months of talks` tells of the past; no amount is asked over it.
SPAN = re.compile(
    r"(?<!after )(?<!since )(?<!last )(?<!past )(?<!previous )"
    rf"(?<!\$)\b(?P<n>{NUMBER})[- ](?P<unit>months?|years?)\b"
    rf"(?! (?:ago|old|later|of (?!(?:using|use|usage|paying|running|subscri)\w*|(?:an?|the|our|one|{NUMBER}) §)[a-z]+))"
)
_SPANNED = phrases(rf"for|of|over|during|an?|the|our|and|plus|what about|how about|{NUMBER}")


# `going by the monthly estimates` says where the amounts are printed, and not for how long they are asked for.
_AS_PRINTED = re.compile(
    r"\b(?:monthly|month[- ]by[- ]month|per[- ]month)(?= (?:\w+ )?(?:estimates?|figures?|numbers?|values|columns?|data"
    r"|prices|wages|salaries|rates|amounts|costs)\b)"
)
_SOURCE = re.compile(
    r"\b(?:by|from|on|at|using|with|per|to|in|of|take|taking|use|given|via|through|['’]s"
    r"|table (?:iii|iv|3|4)|paper|printed) (?:(?:the|its|their|these|those|your|paper|printed|listed|table"
    r"|given|stated|estimated)(?:['’]s)? )*$"
)
_PERIOD = re.compile(
    r"\b(?:a|per|each|every) (?:month|year|annum)\b|/ ?(?:month|year)\b|\b(?:monthly|yearly|annual|p\.a)"
)
_PERIOD_BEFORE = re.compile(r"\b(?:monthly|yearly|annual)\b[^.?!;,\d§]{0,40}$")


def read_basis(masked: str, *, roles: bool) -> Basis:
    """The basis that a masked, lower-case question asks for; what it leaves out is as printed. A number of
    people is one of users only where prices are asked about, not wages (`roles`)."""
    return Basis(users=PRINTED_USERS if roles else _users(masked), months=_months(masked))


def spans_alone(masked: str) -> bool:
    """Whether it says nothing but names and for how long: `two § for half a year?`"""
    rest = SPAN.sub(" ", masked)
    for _, pattern in MONTHS:
        rest = pattern.sub(" ", rest)
    return rest != masked and "§" in rest and not re.search(r"\w", _SPANNED.sub(" ", rest))


def stated_for(masked: str, start: int, end: int) -> int | None:
    """For how many months the amount between the two places is stated: `$500 a month`, `a yearly budget of $6,000`."""
    stated = _PERIOD.search(masked[start : end + 20]) or _PERIOD_BEFORE.search(masked[:start])
    return None if stated is None else 1 if "month" in stated.group() else 12


def on_basis(query: Query, masked: str) -> Query:
    """The query with its amounts told on the basis that a masked, lower-case text asks for, unless it has one."""
    if not is_about_money(query) or query.basis != Basis():
        return query
    basis = read_basis(masked, roles=query.select == "roles")
    if query.measure == "months":
        basis = Basis(users=basis.users)
    return query.model_copy(update={"basis": basis, "where": bounded_on(query.where, basis)})


def _users(masked: str) -> int:
    each = ONE.search(masked) is not None
    found = [(match, _heads(match)) for match in USERS.finditer(masked)]
    # `per head, given the ten users` only says for how many the prices are printed.
    stated = [(match, count) for match, count in found if not (each and count == PRINTED_USERS)]
    if not stated:
        return 1 if each else PRINTED_USERS
    others = [(match, count) for match, count in stated if count != PRINTED_USERS]
    stated = others or stated  # `25 of us, in proportion to the ten users`
    last = stated[-1][1]
    return next((count for match, count in stated if masked[: match.start()].endswith("for ")), last) or PRINTED_USERS


def _heads(match: re.Match[str]) -> int:
    if match["groups"]:
        return _number(match["groups"]) * _number(match["size"])
    return _number(next(group for group in match.groups() if group))


def _months(masked: str) -> int:
    masked = _AS_PRINTED.sub(lambda found: " " if _SOURCE.search(masked[: found.start()]) else found.group(), masked)
    span = SPAN.search(masked)
    if span and not MONTHS[0][1].search(masked):
        return _number(span["n"]) * (12 if span["unit"].startswith("year") else 1) or 1
    return next((months for months, pattern in MONTHS if pattern.search(masked)), 1)


def counted(words: str) -> int | None:
    """The number that words tell; None where they tell none: `five`, `12`."""
    return _number(words) if words in _COUNTS or words.replace(",", "").isdecimal() else None


def _number(words: str) -> int:
    return _COUNTS[words] if words in _COUNTS else int(words.replace(",", ""))
