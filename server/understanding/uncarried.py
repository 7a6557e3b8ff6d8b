"""What a question wants to know of a catalogue name although no table carries it."""

import re

from server.query import Query
from server.understanding import cues as ask
from server.understanding.signals import Signals
from server.understanding.wordlist import phrases

_OF_NAMES = (
    ("release", phrases(r"""
    (?:latest|newest|current|which|what|stable|recent) (?:version|release)s?|versions?|release dates?
    (?:first |initially |originally |newly |was |were )(?:released|launched|published|announced|created|invented)
        how old|end of life|eol|roadmap|changelog""")),
    ("maker", phrases(r"""
    founded|founders?|the board of
    how many employees|employees (?:at|of|does|do|has|have)|invented|inventors?|headquarter\w*|chief executive|president of|ceo(?: of)?|acquired
    who (?:made|makes|built|owns|develops?|developed|maintains?|created?|started|invented|wrote|runs)
        company behind|owned by|stock price|share price|investors?|revenue|market cap""")),
    ("licence text", phrases(r"""
    (?:text|terms|type|wording|kind) of (?:the )?licen[cs]e|licen[cs]e (?:text|terms|types?|agreement
    |key)s?|apache[- ]2(?:\.0)?|mit licen[cs]e|a?gpl\w*|bsd|which licen[cs]e
    """)),
    ("instructions", phrases(r"""
    install\w*|configur\w*|config|helm|yaml|plug-?ins?|commands?|syntax|snippets?|code example|tutorials?
    error(?: message)?s?|alert rules?|jenkinsfile|dockerfile|terraform module
        sdk|rebase|merge conflicts?|remote|s3 bucket|docker image|operator|upgrade|migrat\w+|troubleshoot\w*
        debug|documentation link|api keys?|cli|module for
        how (?:do|can|would|should) (?:i|we|you) (?:use|write|run|create|connect|enable|start)
    """)),
    ("performance", phrases(r"""
    benchmarks?|throughput|faster|fastest|slower|latency|github stars|stars|most popular|popularity
    |market share|ratings?|reviews?|downloads?|uptime|sla|memory usage|scalab\w+
    """)),
    ("features", phrases(r"""
    contracts?|renew\w*|discounts?|free trial|trial|refund|enterprise plan|pricing tiers?|tiers?|customers
    """)),
)  # fmt: skip
_OF_ROLES = phrases(
    r"""
    certificat\w+|certif\w+|degrees?|interview\w*|years of experience|bonus(?:es)?|vacanc\w+|job openings?
    working hours|visa|career path
    (?:works?|working|employed) (?:at|for) §|freelanc\w+|contractors?|junior|senior|entry[- ]level|gender|women
    remote work|part[- ]time
    """
)
# Asking for these is asking for code, whatever it is for.
_CODE = phrases(
    r"jenkinsfiles?|dockerfiles?|yaml|helm (?:values|charts?)|(?:code )?snippets?|sql query|(?:bash"
    r"|shell|python) script|unit test for"
)
_PERIOD = phrases(r"(?:per|a|each|every|an) (?:hour|week|fortnight|day)|hourly|weekly|daily|/(?:hour|hr|day|week)")
_YEAR = re.compile(
    r"\b(?:in|for|of|since|from|back in|during)\s(?P<year>(?:19|20)\d\d)\b|\b(?:price|cost|wage|salary|earn|pay)\w*\b[^.?]{0,30}\b(?:last|next) year\b"
)
_PRINTED_YEARS = frozenset({"2023", "2024", "2025"})
# Tools are also sold by what they watch; nothing says how ten users compare with that.
_SIZE = re.compile(
    r"\b\d[\d,]* (?:hosts?|machines|nodes|servers|clusters|gpus|containers)\b|\bper (?:host|node|server|gpu)\b"
)


def uncarried(signals: Signals, query: Query | None, places: list[str]) -> tuple[str, ...]:
    """What is asked that the tables do not hold, in words; empty where they may answer."""
    named = signals.tools or signals.roles
    money = signals.says(ask.COST, ask.WAGE)
    found: list[str] = []
    if _CODE.search(signals.masked) and not signals.tools:
        found.append("instructions")
    if signals.tools:
        found += [name for name, pattern in _OF_NAMES if pattern.search(signals.masked)]
    if signals.roles and not signals.tools:
        found += ["career details"] if _OF_ROLES.search(signals.masked) else []
    if not money or not (named or query is not None):
        return tuple(found)
    if _PERIOD.search(signals.masked):
        found.append("pay or prices by the hour, day or week")
    if places:
        found.append(f"figures for {', '.join(places)}")
    year = _YEAR.search(signals.masked)
    if year and year["year"] not in _PRINTED_YEARS:
        found.append("figures for other years")
    if signals.tools and _SIZE.search(signals.masked):
        found.append("prices by the number of hosts")
    return tuple(found)
