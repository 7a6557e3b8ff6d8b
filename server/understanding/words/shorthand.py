"""Query-language habits in words: `phase = 'CI' AND cost < 50 order by cost desc limit 3`."""

import re
from collections.abc import Callable

_LOOKS_LIKE = re.compile(
    r"\bselect\b.*\bfrom\b|\bwhere\b.*[=<>]|\border by\b|\bcount\s*\(|\bhaving\b|\b(?:phase|cost"
    r"|price|open_source|wage)\s*(?:=|<|>|!|in\s*\()",
    re.IGNORECASE,
)
_COLUMN = r"(?:cost|price|wage|salary)"
_PHASE = r"(?:phases?|stage|column)"
_YES = r"(?:true|yes|1|t|y)\b"
_NO = r"(?:false|no|0|f|n)\b"


def _listed(match: re.Match[str]) -> str:
    names = [name.strip(" '\"") for name in match["names"].split(",")]
    said = " or ".join(names)
    return f"without {' and '.join(names)}" if match["not"] else f"in phase {said}"


_RULES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), words)
    for pattern, words in (
        (rf"\b{_PHASE}\s+(?P<not>not\s+)?in\s*\((?P<names>[^)]*)\)", _listed),
        (r"\b(?:open_source|open source|oss|is_open_source)\s*(?:=|==|is)\s*" + _YES, "open source"),
        (r"\b(?:open_source|open source|oss|is_open_source)\s*(?:=|==|is)\s*" + _NO, "not open source"),
        (r"\b(?:cost|price)\s*(?:=|==)\s*['\"]?(?:cb|consumption)['\"]?", "consumption based"),
        (r"\b(?:cost|price)\s*(?:=|==)\s*['\"]?by request['\"]?", "priced by request"),
        (r"\b(?:cost|price)\s*(?:=|==)\s*['\"]?(not )?free['\"]?", r"\1free"),
        (r"\b(?:cost|price)\s*(?:=|==)\s*\$?0\b", "free"),
        (r"\b(?:cost|price)\s*(?:!=|<>)\s*\$?0\b", "not free"),
        (rf"\b(?P<what>{_COLUMN})\s*between\s*\$?(?P<low>\d+)\s*and\s*\$?(?P<high>\d+)",
         r"\g<what> between $\g<low> and $\g<high>"),
        (rf"\b(?P<what>{_COLUMN})\s*(?P<sign><=|>=|<|>|==?)\s*\$?(?P<amount>\d+)",
         r"\g<what> \g<sign> $\g<amount>"),
        (rf"\b{_PHASE}\s*(?:=|==|like)\s*['\"]?(?P<name>\w+)['\"]?", r"in phase \g<name>"),
        (rf"\b{_PHASE}\s*(?:!=|<>)\s*['\"]?(?P<name>\w+)['\"]?", r"without \g<name>"),
        (r"\b(?:role|tool|name)\s*(?:=|==)\s*['\"](?P<name>[^'\"]+)['\"]", r"\g<name>"),
        (rf"\bcount\s*\(\s*(?:distinct\s+)?{_PHASE}\s*\)\s*(?:=|==)\s*(?P<n>\d)", r"with exactly \g<n> phases"),
        (rf"\bcount\s*\(\s*(?:distinct\s+)?{_PHASE}\s*\)\s*>=?\s*(?P<n>\d)", r"with at least \g<n> phases"),
        (r"\bselect\s+count\s*\([^)]*\)\s+from\s+(?P<what>tools|roles)", r"how many \g<what>"),
        (r"\bcount\s*\(\s*\*?\s*\)", "how many"),
        (r"\b(?P<what>sum|avg|min|max)\s*\(\s*(?P<of>cost|price|wage|salary)\s*\)", r"\g<what> of \g<of>"),
        (rf"\border by (?P<by>{_COLUMN})\s+desc\w*\s+limit\s+(?P<n>\d+)",
         r"the top \g<n> highest \g<by>"),
        (rf"\border by (?P<by>{_COLUMN})(?:\s+asc\w*)?\s+limit\s+(?P<n>\d+)",
         r"the top \g<n> lowest \g<by>"),
        (r"\border by (?:cost|price|wage|salary)(?:\s+(?:asc|desc)\w*)?", " "),
        (r"\bselect\s+(?:distinct\s+)?(?:\*|names?|tools?|roles?)\s+from\s+(?P<what>tools|roles)", r"which \g<what>"),
        (r"\bjoin\s+(?:roles|tools)\s+on\s+\w+", " "),
        (r"\b(?:where|having)\b", "with"),
    )
)  # fmt: skip


_IS_JSON = re.compile(r'\{\s*"\w+"\s*:')
_JSON = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r'"(\w+)"\s*:\s*\[([^\]]*)\]', r"\1 in (\2)"),
        (r'"(\w+)"\s*:\s*"?([^,}"]*)"?', r"\1 = \2"),
        (r"[{}]", " "),
        (r",\s*(?=\w+ (?:=|in))", " and "),
    )
)
# `k8s`: a long word by its ends and how many letters stand between them.
_NUMERONYMS = ((re.compile(r"(?<![\w-])k8s?(?![\w-])", re.IGNORECASE), "kubernetes"),)


_ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV"}
# Names that people take apart, and tables by another numeral: `ML-Ops`, `llm ops`, `table 2`.
_SPELLED = (
    (
        re.compile(r"\b(?P<of>ml|llm|dev)[ -]ops\b", re.IGNORECASE),
        lambda m: f"{m['of'].upper().replace('DEV', 'Dev')}Ops",
    ),
    (
        re.compile(r"\b(?P<table>tables?) (?P<n>[1-4])\b(?!\.\d)", re.IGNORECASE),
        lambda m: f"{m['table']} {_ROMAN[m['n']]}",
    ),
)


def in_letters(text: str) -> str:
    """The text with words told by their ends in full (`k8s` is Kubernetes), and names as they are mostly spelled."""
    for short, word in _NUMERONYMS:
        text = short.sub(word, text)
    for spelled, name in _SPELLED:
        text = spelled.sub(name, text)
    return text


def spelled_out(text: str) -> str:
    """The text with its query-language parts in words; other text as it is."""
    for pattern, plain in _JSON if _IS_JSON.search(text) else ():
        text = pattern.sub(plain, text)
    if not _LOOKS_LIKE.search(text):
        return text
    for pattern, words in _RULES:
        text = pattern.sub(words, text)
    return text
