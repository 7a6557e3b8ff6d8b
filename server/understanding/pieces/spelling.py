"""Evens out how people type: lost apostrophes, signs for words, numbers in words, typos in the words
that a typed query hangs on. Catalogue names are the linker's to mend and are left alone."""

import re
from collections.abc import Container

from rapidfuzz.distance import OSA

from server.understanding.pieces.halves import halves_named
from server.understanding.words.money import counts
from server.understanding.words.shorthand import spelled_out

_CONTRACTIONS = re.compile(
    r"\b(do|does|ai|did|is|are|was|were|has|have|had|ca|wo|would|could|should)nt\b|\b(what|that|who|where"
    r"|there|how|here)s\b(?!')"
    r"|\b(they|you)re\b(?! [a-z]+ed)"
    # `were a team of five`; `what were …` asks of the past
    r"|(?:^|(?<=[.,;!?] )|(?<=\band )|(?<=\bbut )|(?<=\bbecause )|(?<=\bsince )|(?<=\bas )|(?<=\bif ))(we)re\b"
    r"(?= (?:an? |\d|not |just |still |only |already |now |\w+ing\b|on |in |small|tiny|new))",
    re.IGNORECASE,
)
_UNITS = dict(zip("one two three four five six seven eight nine".split(), range(1, 10), strict=True))
_TENS = dict(
    zip(
        "ten eleven twelve fifteen twenty thirty forty fifty sixty seventy eighty ninety".split(),
        (10, 11, 12, 15, *range(20, 100, 10)),
        strict=True,
    )
)
_SCALES = {"hundred": 100, "thousand": 1000, "grand": 1000, "k": 1000}
_NUMBERS = sorted((*_UNITS, *_TENS, *_SCALES), key=len, reverse=True)  # `sixty` before the `six` in it
_NUMBER = rf"(?:{'|'.join(_NUMBERS)}|a(?=[\s-]+(?:hundred|thousand|grand)\b))"
# Number words are money behind a comparison or before a currency or `a month`.
_MONEY = re.compile(
    rf"(?P<before>\b(?:(?<!rather )than|above|over|below|under|least|most|exactly|precisely|clears?|between|spend)\s+)?"
    rf"\b(?P<number>{_NUMBER}(?:(?:(?:(?<=hundred)|(?<=thousand)|(?<=grand))\s+and)?[\s-]+{_NUMBER})*)\b"
    r"(?P<after>\s+(?:dollars?|bucks|usd|(?:a|per|each) (?:month|year)|monthly|yearly)\b)?"
    r"(?!\s+(?:users?|people|persons?|tools?|roles?|phases?|stages?|ones?|different|of))",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(
    r"(?:\$?\b(?P<low>\d{1,3}(?:\.\d+)?)(?P<to>\s*(?:and|to|-|–)\s*))?\$?\b(?P<high>\d{1,3}(?:\.\d+)?)\s?(?:k|thousand|grand)\b",
    re.IGNORECASE,
)
# `$100 < cost <= $300`: the amount in front of what it bounds.
_TURNED = re.compile(
    r"(?P<amount>\$?\d[\d,.]*k?)\s*(?P<sign>[<>]=?|[≤≥]|=[<>])\s*"
    r"(?P<what>(?:monthly |fixed )?(?:costs?|prices?|fees?|wages?|salar(?:y|ies)|pay))\b(?P<also>\s*[<>≤≥=])?",
    re.IGNORECASE,
)
# `between nine and ten thousand`
_THOUSANDS_TOLD = re.compile(
    rf"\b(?P<from>between|from)\s+(?P<low>{_NUMBER}(?:[\s-]+{_NUMBER})*)(?P<to>\s+(?:and|to)\s+)"
    rf"(?P<high>{_NUMBER}(?:[\s-]+{_NUMBER})*[\s-]+(?:thousand|grand))\b",
    re.IGNORECASE,
)
# `from thirty up to $120`: the lower end is money as the upper one is.
_LOWER_END = re.compile(
    rf"\b(?P<from>from|between)\s+(?P<number>{_NUMBER}(?:[\s-]+{_NUMBER})*)(?=\s+(?:up to|to|and|until|till)\s+\$)",
    re.IGNORECASE,
)
_MIRRORED = str.maketrans("<>≤≥", "><≥≤")
_NO_MONEY = re.compile(r"\s*(?:calendar )?(?:months?|years?|weeks?|days?|hours?)\b", re.IGNORECASE)
_POINT = re.compile(r"\s*\n\s*(?:[-*•–]|\d+[.)])\s+")
_LINE_END = re.compile(r"(?<![.?!,:;])\s*\n\s*")
_SIGNS = (
    # An emoji ends a sentence as a stop does.
    (re.compile(r"(?<=\w)\s*[\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?\s+(?=[A-Z])"), ". "),
    (re.compile(r"\b(\d{1,3})[ \u202f\u00a0](?=\d{3}\b(?!\s?\d))"), r"\1"),  # `11 000`
    (re.compile(r",? (?:in |for |of )?(?:any|whichever|whatever|no matter which|regardless of(?: the)?) (?:phase"
    r"|stage)\s*$", re.IGNORECASE), ""),
    (re.compile(r">=|≥|=>"), " at least "),
    (re.compile(r"<=|≤|=<"), " at most "),
    (re.compile(r"(?<=[\s\w(,])>(?=\s*\$?\d)"), " over "),
    (re.compile(r"(?<=[\s\w(,])<(?=\s*\$?\d)"), " under "),
    (re.compile(r"(?<=\w)\s*\+\s*(?=[A-Za-z])"), " plus "),
    (re.compile(r"#\s?(?=of\b)"), "number "),
    (re.compile(r"#\s*(?=[A-Za-z])"), "number of "),
    (re.compile(r"\b(than|above|over|below|under|beyond) (?:nothing|zero|nil|naught)\b(?! (?:else|more"
    r"|other)\b)", re.IGNORECASE), r"\1 $0"),
    (re.compile(r"(?<![\w$.,])(\d[\d,]*(?:\.\d+)?k?)\s?\$(?![\w$])"), r"$\1"),  # `100$`
    (re.compile(r"\b(\d+)\s?(?:/|per )\s?(?:mo|month|mth)\b", re.IGNORECASE), r"\1 a month"),
    # `what does devops earn?`: who does it.
    (re.compile(r"(?<!azure )\bdev ?ops(?= (?:does|do|uses?|earns?|makes?|gets?|salar(?:y|ies)|wages?|pay)\b)",
                re.IGNORECASE), "DevOps engineer"),
    (re.compile(r"\bhalf a grand\b", re.IGNORECASE), "$500"),
    (re.compile(r"(?:\b(?:per|a) |/)\s?yr\b", re.IGNORECASE), " per year"),
    (re.compile(r"\bphase columns\b", re.IGNORECASE), "phases"),
    (re.compile(r"\$/(?:mo|month|mth)\b", re.IGNORECASE), "$ per month"),
    (re.compile(r"/(?:mo|mth)\b", re.IGNORECASE), " per month"),
    (re.compile(r"\bw/\s?(?!o\b)"), "with "),
    (re.compile(r"\b(?:w/o|wo/)(?=\s)", re.IGNORECASE), "without"),
    (re.compile(r"(?<![.?!:;,])[^\S\n]*\n\s*"), "; "),
    (re.compile(r"\b(ml\s?ops|llm\s?ops)[-/](vs\.?|versus|and|to)[-/](?=ml|llm)", re.IGNORECASE), r"\1 \2 "),
)  # fmt: skip
# What `4` stands before when it says `for`: it counts no tools.
_NO_COUNT = (
    r"(?:the|da|our|my|me|us|it|free|ml|llms?|model|data|ci|cd|vc|bn|md[tl]?|monitor|deploy|develop(?!er)|version|setup"
    r"|set up|admin|continuous|business|training|train|production|prod|nowt|nothing)\w*|(?:CI|D|M|AS|VC|BN|MD[TL]?)\b"
)
# How people text: `gimme dat 4 CI n D`.
_TEXTED = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"\bn\b(?=[ ]+[A-Za-z])(?<![-'’&/]n)", "and"),
        (r"(?<=[a-z] )r(?= [a-z])", "are"),
        (r"\bu(?= [a-z])", "you"),
        (r"\b(?:da|de|tha)(?= [a-z])", "the"),
        (r"(?<=\b[wW]ho)['’]d\b|(?<=\b[wW]hat)['’]d\b", " would"),
        (r"(?<=\b[wW]ho)['’]ll\b|(?<=\b[wW]hat)['’]ll\b|(?<=\b[wW]hich)['’]ll\b", " will"),
        (r"\bhw(?= (?:much|mch|many)\b)", "how"),
        (r"(?<=\b[oO]f )['’]?em\b", "them"),
        (
            (
                rf"(?<=[a-z] )(?<!level )(?<!levels )(?<!stage )(?<!table )(?<!figure )4(?= (?:{_NO_COUNT}))"
                r"(?! \w+ (?:analyst|engineer|scientist|architect))"
            ),
            "for",
        ),
        (r"(?<=[a-z] )2(?= (?:use|do|get|buy|cover|run|deploy|monitor)\b)", "to"),
        (r"(?<=[a-z] )1(?= (?:4|for|that|dat|which)\b)", "one"),
    )
)
# `bn vc ci d`: a letter beside codes is a code.
_LETTER = re.compile(
    r"(?P<before>\b(?:bn|vc|ci|md[tl]?|(?-i:AS|D|M))(?:,? |/|,| and | & | plus |, and ))(?P<code>(?-i:as|md?|d))"
    r"(?=\W*$|[,.;!?/]| (?:and|plus|&|bn|vc|ci|md[tl]?|d|m)\b)",
    re.IGNORECASE,
)
# `tracking + monitoring`, `need tracking, a registry`: what stands alone in a list is short for more.
_ITEMS = tuple(
    (
        re.compile(
            rf"(?:^|(?<=[,;:.] )|(?<=\band )|(?<=\b(?:need|plus) )|(?<=\btools for ))(?P<article>an? )?(?P<item>{item})"
            r"(?=\s*(?:,|[?.!]|$|(?:plus|and|or)\b))",
            re.IGNORECASE,
        ),
        whole,
    )
    for item, whole in (("tracking", "experiment tracking"), ("registry", "model registry"))
)
_WORD = re.compile(r"[A-Za-z]{3,}")
_KEYWORDS = frozenset(
    """
    which bottom tool tools role roles phase phases stage stages cover covers covering cost costs price prices priced
    pricing cheap cheaper cheapest expensive dearest month monthly total much many count wage wages salary
    salaries earn earns paid free open source both only solely without except compare difference maturity
    level levels model lifecycle people consumption based request budget together common highest lowest fewest
    most least between under over above below neither either common anything everything something missing
    dollars number numbers greatest biggest smallest largest proprietary charge coverage nothing exclusively
    uncovered versatile covered software replace
    """.split()
)
_INFLECTED = frozenset(f"{keyword}{ending}" for keyword in _KEYWORDS for ending in "dsry")
_SLIPS = {
    "wat": "what",
    "wats": "what's",
    "dat": "that",
    "dats": "that's",
    "dem": "them",
    "mch": "much",
    "ppl": "people",
    "nowt": "nothing",
    "summat": "something",
    "sumthing": "something",
    "gimme": "give me",
    "wanna": "want to",
    "src": "source",
    "license": "licence",
    "licenses": "licences",
    "smth": "something",
    "wich": "which",
    "whcih": "which",
    "nto": "not",
    "fre": "free",
    "cots": "cost",
    "prise": "price",
    "prize": "price",
    "teh": "the",
    "wuold": "would",
    "payed": "paid",
    "mroe": "more",
    "tols": "tools",
    "tolls": "tools",
    "salery": "salary",
    "oher": "other",
    "thier": "their",
    "dolars": "dollars",
    "tabel": "table",
    "plase": "please",
    "opne": "open",
    "dollor": "dollar",
    "bout": "about",
    "abt": "about",
    "lvl": "level",
    "lvls": "levels",
    "phaes": "phases",
    "phasess": "phases",
    "phse": "phase",
}
_NOT_TYPOS = frozenset(
    """
    blow blown blows
    form note notes nether ether numbers dollar charged charges large change changes phrase phrases course
    courses rules rule prize prizes moths earns toolkit stag soul
    bashed basked basted biased bellow budge budged cheapen cheater coasts clover clovers cove coves covert cohered
    coveted coveting cohering comers cowers excerpt expansive extensive largess lest levees levers massing messing
    misting misusing noting notching numbed phages prince princes pried primed primes priming prided pricked prized
    sage sages stags stakes stares staves salaried sorely wagers wags ears deadest moth chap
    """.split()
)


def evened(question: str, known: Container[str]) -> str:
    """The question as a careful typist would have put it; words in `known` are never changed."""
    text = _CONTRACTIONS.sub(_apostrophe, spelled_out(_in_line(question)))
    text = _TURNED.sub(_bound_behind, text)
    for pattern, words in (*_SIGNS, *_TEXTED):
        text = pattern.sub(words, text)
    text = _lettered(halves_named(text))
    for pattern, whole in _ITEMS:
        text = pattern.sub(whole, text)
    text = _MONEY.sub(_dollars, _THOUSANDS.sub(_thousands, text))
    text = _THOUSANDS_TOLD.sub(_thousands_told, text)
    text = _LOWER_END.sub(lambda match: f"{match['from']} ${_number(match['number'])}", text)
    return " ".join(_WORD.sub(lambda match: _mended(match.group(), known), text).split())


def _in_line(text: str) -> str:
    """A list of points as one sentence, and what stands behind it as the next."""
    joined = _POINT.sub(", ", f"\n{text}").strip(" ,\n")
    return _LINE_END.sub(". ", joined.replace(":, ", ": ")) if _POINT.search(text) else text


def _lettered(text: str) -> str:
    """The text with every letter that is a code beside codes in capitals."""
    told = _LETTER.sub(lambda match: f"{match['before']}{match['code'].upper()}", text)
    return told if told == text else _lettered(told)


def _apostrophe(match: re.Match[str]) -> str:
    negated, subject, plural, we = match.groups()
    if negated:
        return f"{negated}n't"
    return f"{subject}'s" if subject else f"{plural or we}'re"


def _bound_behind(match: re.Match[str]) -> str:
    """`cost >$100 and <$300` for `$100 < cost < $300`"""
    also = f" and {match['also'].strip()}" if match["also"] else ""
    return f"{match['what']} {match['sign'].translate(_MIRRORED)} {match['amount']}{also}"


def _thousands(match: re.Match[str]) -> str:
    """`between 9 and 10 thousand` means thousands at both ends; `200k rows` are no dollars."""
    low, high = (int(float(match[end]) * 1000) if match[end] else None for end in ("low", "high"))
    if low is None and counts(match.string.lower(), match.start(), match.end()):
        return f"{high}"
    return f"${low}{match['to']}${high}" if low is not None else f"${high}"


def _thousands_told(match: re.Match[str]) -> str:
    low, high = _number(match["low"]), _number(match["high"])
    return f"{match['from']} ${low * 1000 if low < 100 else low}{match['to']}${high}"


def _dollars(match: re.Match[str]) -> str:
    """Number words as dollars where they are money: ten or more, beside a comparison or a currency."""
    total = _number(match["number"])
    counts = _NO_MONEY.match(match.string, match.end())
    if total < min(_TENS.values()) or counts or not (match["before"] or match["after"]):
        return match.group()
    after = re.sub(r"\s+(?:dollars?|bucks|usd)\b", "", match["after"] or "", flags=re.IGNORECASE)
    return f"{match['before'] or ''}${total}{after}"


def _number(words: str) -> int:
    total = current = 0
    for word in re.findall(_NUMBER, words.lower()):
        if word in _SCALES:
            current = (current or 1) * _SCALES[word]
            total, current = total + current, 0
        else:
            current += (_UNITS | _TENS | {"a": 1})[word]
    return total + current


def _mended(word: str, known: Container[str]) -> str:
    form = word.lower()
    if form in _SLIPS:
        return _SLIPS[form]
    if (
        len(form) < 4
        or form in _KEYWORDS
        or form in _NOT_TYPOS
        or form in known
        or not (word.islower() or word.istitle())
    ):
        return word
    if form in _INFLECTED:
        return word
    near = [keyword for keyword in _KEYWORDS if keyword[0] == form[0] and _one_slip(form, keyword)]
    stems = {keyword.removesuffix("s") for keyword in near}
    return max(near, key=lambda keyword: OSA.normalized_similarity(form, keyword)) if len(stems) == 1 else word


def _one_slip(word: str, keyword: str) -> bool:
    """One letter lost, doubled or swapped with its neighbour; one exchanged only in a long word."""
    if abs(len(word) - len(keyword)) > 1 or OSA.distance(word, keyword, score_cutoff=1) != 1:
        return False
    if len(keyword) <= 4 and sorted(word) != sorted(keyword) and len(word) >= len(keyword):
        return False
    exchanged = len(word) == len(keyword) and sorted(word) != sorted(keyword)
    return not exchanged or len(word) > 5
