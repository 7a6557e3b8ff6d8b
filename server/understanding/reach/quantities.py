"""Quantities that a question demands and that no table gives: durations, sizes, settings. Of some the text does."""

import re

from server.understanding.words.wordlist import alternatives, phrases
from server.verification.lexicon import NUMBER_WORDS

_UNITS = r"""
    years?['’]?|months?|weeks?|days?|hours?|minutes?|seconds?|sprints?|[kmgtp]b|(?:giga|tera|mega|peta|kilo)bytes?|gigs?
    tokens?|epochs?|parameters?|iterations?|samples?|images?|documents?|rows of data|(?:gpu|cpu|node|core)[- ]hours?
    [gct]pus?|[ahbv]\d{2,3}0s?|v?cores?|servers?|nodes?|machines?|racks?|watts?|kwh?|tonnes?|euros?|pounds?
    requests?|queries|calls|runs|builds|stars|downloads?|commits?|contributors?|plug-?ins?|employees|customers
    story points|points|interviews?|certificates?|degrees?|reviews?|boards?|projects?|repos(?:itories)?
    """
_HOW_MANY = phrases(
    rf"how many (?:(?!(?:an?|the|per|of|in|is|are|does|do)\b)[\w-]+ ){{0,2}}?(?P<unit>{alternatives(_UNITS)})"
)
_HOW_LONG = phrases(
    r"""
    how long (?:does|do|did|would|will|should|must|is|are|until|before|can|may)
    how much (?:[\w-]+ )?time
    """
)
_HOW_MUCH = phrases(
    r"""
    how much (?:[\w-]+ )?(?:ram|memory|storage|space|disk|experience|traffic|bandwidth|carbon|co2|energy)
    how much (?:[\w-]+ )?(?:notice|warning)
    years?['’]?(?: of)? (?:\w+ )?experience|what size|(?:gpu|cluster|server|hardware) siz(?:e|ing)
    """
)
# `how many people may join?`: whom a plan admits, and no roles.
SEATS = phrases(
    r"how many (?:people|users|members|collaborators|persons|colleagues)"
    r" (?:may|can|could|are allowed to|get to) (?:\w+ )?(?:join|use|share|log|sign|collaborate)"
)
# `pull limits on §`
_LIMITS = phrases(
    r"(?!(?:the|its|any|are|no|which|what|free|and|storage|size|file|rate|upload|user|time|of)\b)(?P<unit>[a-z]{3,})"
    r" limits? (?:of|on|per|for|with|at)"
)
_MEMBERS = "members?|users?|people|persons?|collaborators?|seats?|colleagues"
_REPOSITORIES = "repos?|repositor(?:y|ies)"
_METRIC = r"bleu|rouge|bert ?score|bert|f1(?: score)?|auc|accuracy|precision|recall|perplexity|drift|error rate"
_SETTING = r"values?|thresholds?|cut-?offs?|learning rate|batch size|chunk size|sample size"
_RIGHT = "exact|precise|concrete|recommended|ideal|optimal|typical|good|right|best|default"
_SETTINGS = phrases(
    rf"""
    in (?:plain |exact |hard )?(?:figures|numbers)|numerical(?:ly)?
    (?:{_RIGHT}) (?:[\w-]+ ){{0,3}}?(?:{_SETTING}|temperature|top[- ][kp]|percentages?)
    (?:what|which) (?:[\w-]+ ){{0,2}}?(?:{_SETTING})
    (?:at|above|below|from|over|under|beyond) (?:what|which) (?:[\w-]+ ){{0,2}}?(?:percentage|percent|threshold|value
        |score|(?<!what )rate|drop|loss)
    (?:at|above|below|from|over|under|beyond) (?:what|which) (?:[\w-]+ ){{0,2}}?(?:{_METRIC})
    (?:what|which) (?:(?:minimum|minimal|least|lowest) )?(?:{_METRIC})(?: scores?| values?| levels?)? (?:is|are
    |must|should|do|does|counts?|would|makes|has to)
    how (?:high|low|large|big|small|strict|tight) (?:should|must|may|can)
    """
)
_PER = r"""
    hours?|hr|weeks?|fortnight|days?|minutes?|seconds?|gb|gigabyte|tb|terabyte|(?:\w+ )?tokens?|requests?|calls?|query
    inferences?|runs?|jobs?|builds?|hosts?|nodes?|servers?|[gc]pu|v?core|dbu|units?|credits?|containers?|clusters?
    predictions?|events?
    """
_UNIT = phrases(
    rf"""
    (?:a|each|every|an) (?:hour|week|fortnight|day)
    (?:hourly|weekly|daily) (?:pay|wages?|salar(?:y|ies)|rates?|prices?|costs?|fees?|charges?|basis)
    (?:pay|paid|pays|costs?|charged?|billed|earns?|makes?|priced) (?:\w+ ){0, 3}(?:hourly|weekly|daily)
    (?:per|/) ?(?:[\w-]+ )??(?P<unit>{alternatives(_PER)})
    for (?:an?|one|the|\d+|{alternatives("|".join(NUMBER_WORDS))}) (?:hours?|days?|weeks?|fortnights?)
    """
)
# `a § at 50%`, `half a §`
_PART = phrases(
    r"""
    (?:half|part)[- ]?time|half an? §+|0?\.\d+ (?:fte|§+|of an?)|§+(?: \w+)? (?:at|for|on) \d\d ?(?:%|percent)
    \d\d ?(?:%|percent) (?:§+|position|job|contract|fte|employment)|half the hours
    """
)
_CURRENCY = phrases(r"in (?:euros?|eur|pounds?(?: sterling)?|sterling|gbp|rupees?|inr|yen|francs?|chf|yuan|zloty)")
_YEAR = re.compile(
    r"\b(?:in|for|of|since|from|back in|during)\s(?P<year>(?:19|20)\d\d)\b(?! (?:us )?(?:dollars?|bucks|usd))"
    r"|\b(?:price|cost|wage|salary|earn|pay)\w*\b[^.?]{0,30}\b(?:last|next) year\b"
)
# `by how much has the pay of § gone up?`: the wages are of one year.
_TREND = re.compile(
    r"\b(?:has|have|had|did|were|was|been)\b[^.?!;]*\b(?:pay|paid|wages?|salar(?:y|ies)|earnings|income)\b[^.?!;]*"
    r"\b(?:(?:gone|went|go|come|came) (?:up|down)|risen?|rose|increased?|grown?|grew|fall(?:en)?|fell|dropp?(?:ed)?"
    r"|climb(?:ed)?|chang(?:ed?|ing)|develop(?:ed)?|evolved?|improved?)\b"
    r"|\b(?:pay|wages?|salary|salaries|earnings|income)\b[^.?!;,]*?"
    r" (?:rose|increased|grew|fell|dropped|climbed|went (?:up|down)"
    r"|(?:has|have) (?:risen|increased|grown|fallen|dropped|climbed|gone (?:up|down)))\b"
)
_TIME = "seconds?|minutes?|hours?|days?|weeks?|months?|years?"
_NUMBER = "|".join(NUMBER_WORDS)
MEASURE = "how much or how many of that"
UNITS = "pay or prices by another unit than months and users"
_SAME_UNIT = {
    "dbu": "dbu|databricks unit",
    "gb": "gb|gigabyte",
    "gigabyte": "gb|gigabyte",
    "tb": "tb|terabyte",
    "terabyte": "tb|terabyte",
}
_PRINTED_YEARS = frozenset({"2023", "2024", "2025"})
# Those of which cards tell prices beside the table's.
DATED_YEARS = ("2026",)


def unit_of(asked: str) -> str | None:
    """The unit that a question wants a figure in, which a passage may give: `days`, or any `time`."""
    if SEATS.search(asked):
        return "members"
    counted = _HOW_MANY.search(asked) or _LIMITS.search(asked)
    return counted["unit"] if counted else "time" if _HOW_LONG.search(asked) else None


def gives(text: str, unit: str) -> bool:
    """Whether a text gives a figure in the unit."""
    words = {"time": _TIME, "members": _MEMBERS, **dict.fromkeys(("repo", "repos", "repositories"), _REPOSITORIES)}
    said = words.get(unit, re.escape(unit.rstrip("s’'")) + "s?")
    number = rf"(?:\d[\d.,]*|unlimited|{_NUMBER})"
    # `pull 100 times` as well as `100 pulls`, and `one private repository`
    figure = rf"\b{number}[ -](?:{said})\b|\b(?:{said}) (?:up to |at most )?{number}\b"
    figure += rf"|\b(?:{number}|one) (?:private|public|active|free|concurrent) (?:{said})\b"
    return re.search(figure, text.lower()) is not None


def priced_by(asked: str) -> str | None:
    """The unit by which a question wants a price, which the card of a tool may tell: `what is it per host?`"""
    found = _UNIT.search(asked)
    return found["unit"] if found is not None else None


def prices(text: str, unit: str) -> bool:
    """Whether a text tells an amount by the unit: `$0.10 for a gigabyte`."""
    words = _SAME_UNIT.get(unit.rstrip("s"), re.escape(unit.rstrip("s")))
    return re.search(rf"\$\d[\d.,]* (?:for |per )?(?:an?|each|one|every)? ?(?:{words})s?\b", text.lower()) is not None


def unmeasured(asked: str) -> list[str]:
    """What the question wants a figure of although no table has one."""
    found = [MEASURE] if unit_of(asked) or _HOW_MUCH.search(asked) else []
    return [*found, "values or thresholds"] if _SETTINGS.search(asked) else found


def unpriced(asked: str, *, of_tools: bool) -> list[str]:
    """In which other terms than the tables', or for prices `of_tools` their cards', a question about money wants its
    amounts."""
    found = [UNITS] if _UNIT.search(asked) else []
    found += ["pay for a part of a position"] if _PART.search(asked) else []
    found += ["amounts in other currencies than US dollars"] if _CURRENCY.search(asked) else []
    year = _YEAR.search(asked)
    known = (*_PRINTED_YEARS, *(DATED_YEARS if of_tools else ()))
    other = year is not None and year["year"] not in known
    return [*found, "figures for other years"] if other or _TREND.search(asked) else found
