"""Claims that set LLMOps against MLOps, and about which of the two ways to an LLM is preferred."""

import re

from server.query import Query
from server.understanding.pieces.signals import Signals, distinct
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import phrases

_SIDE = re.compile(r"\b(?P<side>llm|ml)[ -]?ops\b")
_MORE = phrases(
    r"more|greater|higher|heavier|stricter|tighter|tougher|larger|bigger|stronger|extra|harder|longer|deeper|broader"
    r"|better|worse|richer"
)
_LESS = phrases(
    r"less|fewer|lower|lighter|looser|laxer|weaker|smaller|simpler|easier|rarer|shorter|faster|quicker|milder|leaner"
    r"|slimmer|more (?:relaxed|simple|lenient|modest|basic|moderate|lax)"
)


# `little`, `hardly any`: not what goes with a side, but how much of it.
_HARDLY = phrases(
    r"little|few|hardly|barely|rarely|seldom|scarcely|usually not|no longer|less|fewer|more than|beyond|instead of"
    r"|rather than|unlike"
)


def misascribed(signals: Signals) -> Query | None:
    """`MLOps relies on TPUs`: the aspect of Table II in which the other side alone is said to go with that."""
    sides = {match["side"] for match in _SIDE.finditer(signals.masked)}
    if len(sides) != 1 or ask.DENIED.search(signals.lower) or _HARDLY.search(signals.lower):
        return None
    for aspect in signals.catalogue.aspects.values():
        others = aspect.only_llmops if sides == {"ml"} else aspect.only_mlops
        if any(re.search(rf"\b{re.escape(word.lower())}s?\b", signals.lower) for word in others):
            return Query(select="aspects", measure="compare", named=(aspect.name,), premise=True)
    return None


def miscontrasted(signals: Signals) -> Query | None:
    """`LLMOps needs lighter governance than MLOps`: the side that Table II says more of decides."""
    sides = list(_SIDE.finditer(signals.masked))
    less, more = _LESS.search(signals.masked), _MORE.search(signals.masked)
    if not sides or not (less or more) or ask.DENIED.search(signals.masked) or signals.tools or signals.roles:
        return None
    named = distinct(mention.name for mention in signals.linker.aspects(signals.text))
    decided = [signals.catalogue.aspects[name] for name in named if signals.catalogue.aspects[name].more]
    if len(decided) != 1:
        return None
    first = sides[0]
    behind = bool(re.search(r"\bthan (?:\w+ ){0,3}$", signals.masked[: first.start()]))
    said = {"llm": "LLMOps", "ml": "MLOps"}[first["side"]]
    subject = said if not behind else {"LLMOps": "MLOps", "MLOps": "LLMOps"}[said]
    if (decided[0].more == subject) == (less is None):
        return None
    return Query(select="aspects", measure="compare", named=(decided[0].name,), premise=True)


_OWN = re.compile(r"\b(?:train|build|develop|creat|own)\w*\b.{0,40}\b(?:own|custom|scratch|in[- ]house)\b")
_MODEL = re.compile(r"\b(?:llms?|language models?|models?)\b")
_PREFERRED = phrases(
    r"prefer\w*|better|best|recommend\w*|advis\w+|favou?r\w*|superior|urges?|default|suggest\w*|wiser|sensible"
    r"|ought to|tells?"
    r"|(?:the )?right (?:choice|way)"
    r"|first choice|encourag\w*"
)
_OTHER = re.compile(r"\b(?:than|over|rather than|instead of|to avoid|against)\b")
_AGAINST = re.compile(
    r"\b(?:advis|recommend|warn|argu|speak|urg)\w* (?:[\w-]+ ){0,4}?against (?:[\w-]+ ){0,3}?"
    r"(?:existing|ready[- ]made|third[- ]party|pre-?trained|off[- ]the[- ]shelf) "
)
_CONDITIONAL = re.compile(r"\b(?:unless|only|when|if|where|provided|as long as)\b")


def misdecided(signals: Signals) -> Query | None:
    """`training an own LLM is generally better`: Figure 2 prefers an existing one unless all conditions hold."""
    if _AGAINST.search(signals.lower) and _MODEL.search(signals.lower):
        return Query(select="decision", premise=True)
    preferred = _OTHER.split(signals.lower, maxsplit=1)[0]
    if _CONDITIONAL.search(signals.lower) or ask.DENIED.search(preferred):
        return None
    if not _OWN.search(preferred) or not _MODEL.search(signals.lower):
        return None
    return Query(select="decision", premise=True) if _PREFERRED.search(preferred) else None
