"""Amounts of money in a text: prices or wages compared with US dollars."""

import re
from collections.abc import Iterator
from string import ascii_lowercase

from server.conditions import Comparison
from server.understanding.words.wordlist import alternatives

_AMOUNT = r"\$?\s?(?P<{0}>\d+(?:,\d+)*(?:\.\d+)?)(?![\d.]*-\d{{4}}|\d)(?P<{0}k>\s?k\b)?(?:\s?(?:dollars?|usd|bucks)\b)?"
_PER_MONTH = r"(?:\s?(?:a|per|each|every) month|\s?monthly)?"
_CEILING = r"(?:an?|the|our|my) (?:\w+ )?(?:ceiling|cap|limit|budget|maximum)(?: of| at)?"
_CHANGE = r"(?:rais|increas|lower|reduc|cut|lift|bump|extend)"
_COMPARISONS: tuple[tuple[Comparison, str], ...] = (
    (
        ">",  # first, since it has the words of a limit in it
        rf"""(?:blow|bust|break|burst|blast|overshoot|overrun|top)(?:s|ing)?(?: through| past)? {_CEILING}
        (?:surpass|go over|go beyond|break|exceed)(?:s|es|ing)?(?: {_CEILING})?""",
    ),
    (
        "<=",
        rf"""at most|up to|no more than|not more than|not over|not above|within|no higher than|not higher than
        max(?:imum)?(?: of)?|(?:max(?:imum)?|limit|ceiling|cap) (?:(?:for|on) [\w ]{{1,25}} )?(?:is|at|:)
        budget(?: of| is| was| ?:| ?=|(?= \$?[1-9]))|(?<!\w )(?<!\w)(?:only |just )?(?:have|got)(?: only| just)?
        {_CHANGE}\w*(?: up| down)?(?: (?:it|that|this|{_CEILING}))?(?: up| down)? to(?= \$?\d{{2}})
        not exceed(?:ing)?|not cost more than|limit of|ceiling of
        |until|cap of|(?:we|i|team|they)(?:['’]ve)? (?:only |just )?(?:have|had|got)(?: got| only| just)?
        there(?:['’]s| is)(?: only| just)?
        (?:bank|purse|kitty|wallet|budget) (?:yields?|holds?|has|contains?|allows?)
        (?:got |have )?(?:approval|allowance|sign-?off|permission) (?:for|of|is)
        (?:approved|authori[sz]ed) (?:for|to spend)
        fit(?:s|ting)? (?:in(?:to|side)?|within|under)
        (?:can|could|may|might) (?:only )?(?:spend|afford)|no (?:dearer|pricier|costlier) than""",
    ),
    (">=", "at least|no less than|not less than|not under|min(?:imum)?(?: of)?|starting at|not below|from"),
    (
        "<",
        """under|below|(?:less expensive|less costly) than|less than|cheaper than|lower than|beneath
        fewer than|smaller than|short of""",
    ),
    (
        ">",
        """over|above|(?:more expensive|dearer|pricier|costlier|more costly) than|more than|greater than|higher than
        bigger than|larger than|exceed(?:s|ing)?|upwards of|beyond
        north of|clears?|past""",
    ),
    (
        "=",
        r"""(?:wages?|salar(?:y|ies)|prices?|costs?|fees?|pay) of
        exactly|precisely|costs?|costing|spend(?:s|ing)?|priced at|at|for|is|are|of|earns?|earning|pays?|paying|paid
        makes?|equal to|equals?|a""",
    ),
)
_RANGE = re.compile(
    rf"(?:between|from)?\s*{_AMOUNT.format('low')}\s*(?:and|to|until|till|up to(?: and including)?|-|–)\s*"
    rf"{_AMOUNT.format('high')}"
)
# `twenty bucks is the ceiling`: the bound is said of the amount.
_IS = r"(?:(?:is|['’]s|as|being|will be)\s+(?:\w+\s+){0,3}?)?"
_SUFFIX = re.compile(
    rf"{_AMOUNT.format('amount')}{_PER_MONTH},?\s*(?:(?:or|and)\s*"
    r"(?:(?P<le>less|below|under|cheaper|fewer|lower|down)(?! than\b)|(?P<ge>more|above|over|higher|up|upwards))"
    rf"|{_IS}(?P<top>tops|max(?:imum)?|at (?:the )?most|budget|ceiling|cap|limit|upper bound"
    r"|(?:all|the most) (?:that )?(?:we|i) (?:can|could|may|have)|or nothing"
    r"|(?:and )?not a (?:cent|penny|dime|dollar) more)"
    rf"|{_IS}(?P<least>min(?:imum)?|at (?:the )?least|floor|\+))(?![\w]|\s*(?:than\s*)?\$?\d)"
)
_PREFIXED = tuple(
    (sign, re.compile(rf"\b(?:{alternatives(words)})\s+(?:about |than )?{_AMOUNT.format('amount')}"))
    for sign, words in _COMPARISONS
)
_BARE = re.compile(rf"(?:\$\s?(?=\d)){_AMOUNT.format('amount')}|(?:\b(?=\d[\d,.k]*\s?(?:dollars?|usd|bucks)\b)"
                   r"|\b(?=\d[\d,.k]*\s?(?:a|per|each|every) month\b))"
                   rf"{_AMOUNT.format('plain')}")  # fmt: skip
_UNIT_AFTER = re.compile(
    r"\s*(?:or more |or fewer |different |of the )?(?:lifecycle )?"
    r"(?:phases?|stages?|tools?|roles?|levels?|users?|people|persons?|seats?|hosts?|columns?|ticks?|%"
    r"|percent|hours?|days?|weeks?|months?\b|years?\b|ppl|ftes?|pax|[kmgtp]i?b\b|(?:giga|tera|mega|kilo)bytes?|gigs?\b"
    r"|(?:million|billion|[mb]n?) (?!(?:an?|per|each|every|for|in|on|is|to)\b)\w)"
    # `300 labelled images`
    r"|\s+(?!(?:an?|per|each|every|for|in|on|at|and|or|but|is|to|with|monthly|the|from|of|that|which|who|max)\b)"
    r"(?:[a-z][\w-]*\s+)?(?!dollars|bucks|is\b)[a-z][\w-]*[^s\W]s\b"
)
_OF_PEOPLE = re.compile(r"\b(?:team|crew|squad) of (?:about |just |only )?\d+$")
# `until 2034`
_YEAR = re.compile(r"\D*20[1-5]\d")
_THOUSANDS = re.compile(
    r"\$?(?P<n>\d{1,3}(?:,?000)?)(?:\s?k|\s?thousand)?(?: and)?(?: |-)?(?:something|odd|ish"
    r"|and a bit)(?: thousand)?(?: dollars?| bucks)?\b"
)
_DIGITS = re.compile(
    r"\b(?P<n>one|two|three|four|five|single|1|2|3|4|5)[- ]?(?:digits?|(?<!one )(?<!single )figures?)\b"
)
_DIGIT_COUNT = {"one": 1, "single": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_EXACT = re.compile(
    r"(?:cost|pric|earn|pay|paid|make)\w*\s(?:exactly|precisely)\b|\b(?:exactly|precisely) \d+ (?:a|per) month"
)
_A_MONTH = re.compile(r"\s?(?:a|per|each) (?:month|year)\b")
_MONEY_WORD = re.compile(r"dollar|usd|bucks|cost|pric|earn|pay|paid|make|wage|salar|fee")

# `can I have X for $80 a month?`, `with $80 a month, can we …`: as much as may be spent.
_MAY = r"\b(?:can|could|may|might) (?:i|we|one)\b"
_SPENT_BEHIND = re.compile(
    rf"(?:{_MAY}[^.?!;]*\b(?:for|with|from|out of)"
    r"|\b(?:would|should|could) (?:i|we|one|you) (?:\w+ )?(?:hire|employ|recruit)\b[^.?!;]*\b(?:for|with|on)) \$?\s?$"
)
_SPENT_AHEAD = re.compile(rf"[^.?!;]*{_MAY}")
# `$40 a month is fine`
_ALLOWED = re.compile(
    r"(?:\s?(?:dollars?|usd|bucks))?(?: (?:an?|per|each|every) month| monthly)? (?:is|are|would be|will be|may be)"
    r" (?:al(?:l )?right|fine|ok(?:ay)?|possible|affordable|no problem|doable|acceptable|bearable|allowed|available"
    r"|in (?:the|our|my) budget)\b"
)
# `is $9,000 a month enough for §?`
_SUFFICES = re.compile(
    r"(?:\s?(?:dollars?|usd|bucks))?(?: (?:an?|per|each|every) (?:month|year)| monthly| yearly)? (?:be )?"
    r"(?:enough|sufficient|suffices?|do(?= for\b)|pay(?= for\b))\b"
)
_MEANS = re.compile(r"\b(?:with|for|on) \$?\s?$")

Amount = tuple[int, int, Comparison, float]


def counts(text: str, start: int, end: int) -> bool:
    """Whether the figure between the two places counts things or people, not dollars: `300 labelled images`."""
    counted = _UNIT_AFTER.match(text, end) or _OF_PEOPLE.search(text[:end])
    return "$" not in text[start:end] and counted is not None


def may_be_spent(lower: str, start: int, end: int) -> bool:
    """Whether the amount between the two places is told as what somebody could spend."""
    before = lower[:start]
    if _ALLOWED.match(lower, end) or _SUFFICES.match(lower, end):
        return True
    return bool(_SPENT_BEHIND.search(before) or (_MEANS.search(before) and _SPENT_AHEAD.match(lower, end)))


def _about(match: re.Match[str]) -> tuple[tuple[Comparison, float], ...]:
    """`9 thousand something`: as far as the next thousand."""
    low = float(match["n"].replace(",", ""))
    low = low * 1000 if low < 1000 else low
    return (">=", low), ("<", low + 1000)


def find_amounts(lower: str) -> list[Amount]:
    """`start, end, comparison, usd` of every amount in a lower-cased text; the ends of a range share their span."""
    found: list[Amount] = []
    for start, end, *stated in _stated(lower):
        no_money = counts(lower, start, end) or _is_a_year(lower, start, end)
        if no_money or any(start < other[1] and other[0] < end for other in found):
            continue
        figure = lower[start:end].lstrip(f"{ascii_lowercase} ")
        spent = may_be_spent(lower, end - len(figure), end)
        found += [(start, end, "<=" if spent and sign == "=" else sign, usd) for sign, usd in stated]
    return found


def _is_a_year(lower: str, start: int, end: int) -> bool:
    return "$" not in lower[start:end] and bool(_YEAR.fullmatch(lower[start:end])) and not _A_MONTH.match(lower, end)


def _stated(lower: str) -> Iterator[tuple[int, int, *tuple[tuple[Comparison, float], ...]]]:
    """Readings of amounts, the most telling first."""
    for match in _DIGITS.finditer(lower):
        digits = _DIGIT_COUNT.get(match["n"]) or int(match["n"])
        yield match.start(), match.end(), (">=", 10 ** (digits - 1)), ("<=", 10**digits - 1)
    for match in _THOUSANDS.finditer(lower):
        yield match.start(), match.end(), *_about(match)
    for match in _RANGE.finditer(lower):
        if re.search(r"\$|between|from|dollar|bucks|usd", match.group()):
            yield match.start(), match.end(), (">=", _usd(match, "low")), ("<=", _usd(match, "high"))
    for match in _SUFFIX.finditer(lower):
        most = match["le"] or match["top"]
        yield match.start(), match.end(), ("<=" if most else ">=", _usd(match, "amount"))
    for sign, pattern in _PREFIXED:
        for match in pattern.finditer(lower):
            around = lower[max(0, match.start() - 8) : match.end() + 10]
            if (
                sign != "="
                or "$" in match.group()
                or _MONEY_WORD.search(match.group())
                or _EXACT.search(around)
                or _A_MONTH.match(lower, match.end())
            ):
                yield match.start(), match.end(), (sign, _usd(match, "amount"))
    for match in _BARE.finditer(lower):
        yield match.start(), match.end(), ("=", _usd(match, "amount" if match["amount"] else "plain"))


def _usd(match: re.Match[str], group: str) -> float:
    return float(match[group].replace(",", "")) * (1000 if match[f"{group}k"] else 1)
