"""Claims about Tables I and II, Figure 2, the order of the phases and what the paper names; each is returned as the
query that shows what is so instead, and only where it is false."""

import re

from corpus.linker import Mention
from corpus.vocabulary import MAIN_PHASES, MaturityModel, PhaseCode
from server.query import Attribute, Query, Select
from server.understanding.measures import number_of
from server.understanding.signals import Signals
from server.understanding.wordlist import phrases

_DENIED = re.compile(r"\b(?:not|never|no|without|lacks?|lacking|missing|misses|skips?|omits?|cannot)\b|n['’]t\b")
_SOURCE = (
    r"(?:paper|authors?|study|article|catalogue|corpus|list|tables?(?: [iv]+| \d)?|overview|(?:maturity )?models?"
    r"|tools?|roles?)"
)
_LEFT_OUT = phrases(
    rf"""
    (?:leav\w+|left|keep\w*|kept) (?:out )?(?:the |an? )?§+(?:['’]s)?(?: out\b| off\b|(?= [^?]*\bmention))?
    (?:omit\w*|exclud\w+|dropp?\w*|skipp?\w*|ignor\w+|forg[eo]t\w*|overlook\w*) (?:the |an? )?§+
    (?:not|\w+n['’]t|never|fails? to|no) (?:even )?(?:mention|list|name|include|contain|feature|print|discuss)\w*(?: of)? (?:the |an? )?§+
    §+ (?:(?:is|are|was|were) )?(?:missing|absent|omitted|excluded|dropped|left out)(?: (?:from|in|of) (?:the |its )?{_SOURCE})?\W*$
    (?:is|are|was|were)(?:n['’]t| not)? (?:the )?§+ (?:not )?(?:among|in|part of|listed|mentioned|included|on|missing from|absent from|left out of) (?:the |its )?{_SOURCE}
    §+ (?:(?:is|are|was|were)(?:n['’]t| not)|not) (?:among|in|part of|listed|mentioned|included|on) ?(?:the |its )?(?:{_SOURCE})?
    """
)


def absent(signals: Signals) -> Query | None:
    """`the paper leaves § out`: the tables print every name that the catalogue knows."""
    out = _LEFT_OUT.search(signals.masked)
    if out is None or signals.pieces or signals.phases:
        return None
    if re.match(r"(?:is|are|was|were)\b", out.group()) and not (_DENIED.search(out.group()) or "out" in out.group()):
        return None
    named, select = _subject(signals)
    if not named:
        return None
    return Query(select=select, measure="list" if select == "maturity" else "describe", named=named, premise=True)


def _subject(signals: Signals) -> tuple[tuple[str, ...], Select]:
    if signals.tools or signals.roles:
        return (signals.tools, "tools") if signals.tools else (signals.roles, "roles")
    return signals.models, "maturity"


_LEVEL = re.compile(r"\blevel\s*(?P<label>\d|[a-e])\b")
_LEVELS = re.compile(
    r"\b(?P<n>one|two|three|four|five|six|seven|eight|nine|ten|\d+) (?:different |distinct )?(?:maturity )?(?:levels|stages|steps)\b"
)
_STARTS = re.compile(r"\b(?:starts?|begins?|starting|beginning|opens?|first|lowest|bottom)\b")
_ENDS = re.compile(
    r"\b(?:ends?|stops?|finish\w*|tops? out|goes? (?:only )?(?:up )?to|peaks?|last|final|highest|top|culminates?)\b"
)
_MORE_LEVELS = re.compile(
    r"\b(?:(?P<more>more)|(?P<fewer>fewer|less)) (?:maturity )?(?:levels|stages|steps) than\b"
    r"|\b(?P<same>(?:the same number of|as many|equally many) (?:maturity )?(?:levels|stages|steps))\b"
)


def misranked(signals: Signals) -> Query | None:
    """Claims about the levels of the models of Table I."""
    models = [signals.catalogue.maturity[name] for name in signals.models]
    if not models:
        return None
    wrong = _wrong_number(signals, models) if len(models) == 2 else any(_wrong(signals, model) for model in models[:1])
    return Query(select="maturity", named=signals.models, premise=True) if wrong else None


def _wrong(signals: Signals, model: MaturityModel) -> bool:
    number = _LEVELS.search(signals.masked)
    if number and number_of(number["n"]) != len(model.levels):
        return True
    found = _LEVEL.search(signals.masked)
    label = f"Level {found['label'].upper()}" if found else None
    labels = [level.label for level in model.levels]
    names = {level.name.lower() for each in signals.catalogue.maturity.values() for level in each.levels}
    said = max((name for name in names if re.search(rf"\b{re.escape(name)}\b", signals.lower)), key=len, default=None)
    if said and not any(level.name.lower() == said and label in (None, level.label) for level in model.levels):
        return not _DENIED.search(signals.masked)
    if label is None or label not in labels:
        return label is not None and not _DENIED.search(signals.masked)
    if _DENIED.search(signals.masked):
        return not said
    if _STARTS.search(signals.masked):
        return labels[0] != label
    return bool(_ENDS.search(signals.masked)) and labels[-1] != label


def _wrong_number(signals: Signals, models: list[MaturityModel]) -> bool:
    said = _MORE_LEVELS.search(signals.masked)
    if said is None or _DENIED.search(signals.masked):
        return False
    first, second = (len(model.levels) for model in models)
    return not (first > second if said["more"] else first < second if said["fewer"] else first == second)


_ALIKE = re.compile(r"\b(?:same|shared?|shares|sharing|identical|equal\w*|alike|common)\b")
_UNLIKE = re.compile(r"\b(?:different|differ(?:s|ing)?|distinct|separate|unequal|not the same|another)\b")
_CODE = re.compile(r"\b(?:dol|codes?|titles?|occupations?|classification|classified)\b")
_PAY = re.compile(r"\b(?:wages?|salar(?:y|ies)|pay|paid|earn\w*|income|price[ds]?|costs?|pric\w+)\b")


def misclassified(signals: Signals) -> Query | None:
    """`§ and § have different DOL codes`, `§ and § cost the same`."""
    named, select = _subject(signals)
    alike, unlike = bool(_ALIKE.search(signals.masked)), bool(_UNLIKE.search(signals.masked))
    if len(named) < 2 or select == "maturity" or alike == unlike or signals.pieces:
        return None
    by: Attribute | None = None
    if select == "roles" and _CODE.search(signals.masked):
        by, values = "dol_code", {signals.catalogue.roles[name].dol_code for name in named}
    elif not _PAY.search(signals.masked):
        return None
    elif select == "roles":
        by, values = "wage", {str(signals.catalogue.roles[name].monthly_wage_usd) for name in named}
    else:
        by, values = "cost", {signals.catalogue.tools[name].cost.printed for name in named}
    same = alike != bool(_DENIED.search(signals.masked.replace("not the same", " ")))
    if (len(values) == 1) == same:
        return None
    return Query(select=select, measure="attribute", named=named, by=by, premise=True)


_SIDE = re.compile(r"\b(?P<side>llm|ml)[ -]?ops\b")
_MORE = phrases(
    r"more|greater|higher|heavier|stricter|tighter|tougher|larger|bigger|stronger|extra|harder|longer|deeper|broader"
    r"|better|worse|richer"
)
_LESS = phrases(
    r"less|fewer|lower|lighter|looser|laxer|weaker|smaller|simpler|easier|rarer|shorter|faster|quicker|milder|leaner|slimmer"
    r"|more (?:relaxed|simple|lenient|modest|basic|moderate|lax)"
)


def miscontrasted(signals: Signals) -> Query | None:
    """`LLMOps needs lighter governance than MLOps`: the side that Table II says more of decides."""
    sides = list(_SIDE.finditer(signals.masked))
    less, more = _LESS.search(signals.masked), _MORE.search(signals.masked)
    if not sides or not (less or more) or _DENIED.search(signals.masked) or signals.tools or signals.roles:
        return None
    aspects = [signals.catalogue.aspects[mention.name] for mention in signals.linker.aspects(signals.text)]
    decided = [aspect for aspect in aspects if aspect.more]
    if len(decided) != 1:
        return None
    first = sides[0]
    behind = bool(re.search(r"\bthan (?:\w+ ){0,3}$", signals.masked[: first.start()]))
    said = {"llm": "LLMOps", "ml": "MLOps"}[first["side"]]
    subject = said if not behind else {"LLMOps": "MLOps", "MLOps": "LLMOps"}[said]
    if (decided[0].more == subject) == (less is None):
        return None
    return Query(select="aspects", measure="compare", named=(decided[0].name,), premise=True)


_OWN = re.compile(
    r"\b(?:train|build|develop|creat|own)\w*\b.{0,40}\b(?:own|custom|scratch|in[- ]house)\b.{0,20}(?:\b(?:llm|language model|model)s?\b)?"
)
_MODEL = re.compile(r"\b(?:llms?|language models?|models?)\b")
_PREFERRED = phrases(
    r"prefer\w*|better|best|recommend\w*|advis\w+|favou?r\w*|superior|urges?|default|suggest\w*|wiser|sensible|(?:the )?right (?:choice|way)"
    r"|first choice|encourag\w*"
)
_SETBACK = re.compile(r"\b(?:than|over|rather than|instead of|unless|only|when|if|to avoid|against|where)\b")


def misdecided(signals: Signals) -> Query | None:
    """`training an own LLM is generally better`: Figure 2 prefers an existing one unless all conditions hold."""
    preferred = _SETBACK.split(signals.lower, maxsplit=1)[0]
    if not _OWN.search(preferred) or not _MODEL.search(signals.lower) or _DENIED.search(preferred):
        return None
    return Query(select="decision", premise=True) if _PREFERRED.search(preferred) else None


_BEFORE = re.compile(r"\b(?:before|precedes?|preceding|ahead of|prior to|leads? (?:up )?(?:in)?to|earlier than)\b")
_AFTER = re.compile(r"\b(?:after|follow(?:s|ing|ed by)?|succeeds?|later than|behind)\b")
_ORDERS = re.compile(
    r"\b(?:comes?|coming|follows?|precedes?|happens?|sits?|put|puts|placed?|runs?|starts?|takes? place|stands?|is|are|order)\b"
)
_FEEDS = re.compile(r"\bfeed(?:s|ing)?[ -]?back\b|\bloops? back\b|\breturns?\b|\bgo(?:es)? back\b|\bflows? back\b")
_FED = frozenset({PhaseCode.AS, PhaseCode.MD, PhaseCode.MDT, PhaseCode.MDL})


def misplaced(signals: Signals) -> Query | None:
    """`deployment comes before integration`, `the feedback of monitoring goes to version control`."""
    if signals.tools or signals.roles or signals.models or _DENIED.search(signals.masked):
        return None
    phases = [mention for mention in signals.mentions if mention.kind == "phase" and mention.step is None]
    codes = [PhaseCode(mention.name) for mention in phases]
    if _FEEDS.search(signals.masked) and codes[:1] == [PhaseCode.M] and len(codes) > 1:
        wrong = not _FED.intersection(codes[1:])
        return Query(select="phases", phases=(PhaseCode.M,), combine="after", premise=True) if wrong else None
    if not _ORDERS.search(signals.masked):
        return None
    if len(phases) == 1:
        return _misended(signals, phases[0])
    if len(phases) != 2:
        return None
    between = signals.masked[phases[0].end : phases[1].start]
    before, after = _BEFORE.search(between), _AFTER.search(between)
    if bool(before) == bool(after):
        return None
    first, second = _place(codes[0]), _place(codes[1])
    turned = re.search(r"\bfollowed by\b", between) is not None
    if first == second or (first < second) == (bool(before) or turned):
        return None
    return Query(select="phases", phases=tuple(sorted(codes, key=_place)), premise=True)


def _misended(signals: Signals, phase: Mention) -> Query | None:
    ends = re.search(r"\b(?P<first>first|opening|starts? with|begins? with)\b|\b(?:last|final|closing|ends? with)\b", signals.masked)
    if ends is None or not re.search(r"\b(?:phase|stage|lifecycle)\b", signals.masked):
        return None
    code = MAIN_PHASES[0] if ends["first"] else MAIN_PHASES[-1]
    if _place(PhaseCode(phase.name)) == MAIN_PHASES.index(code):
        return None
    return Query(select="phases", premise=True)


def _place(code: PhaseCode) -> int:
    return MAIN_PHASES.index(PhaseCode.MD if code in (PhaseCode.MDT, PhaseCode.MDL) else code)
