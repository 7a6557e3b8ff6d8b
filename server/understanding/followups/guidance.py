"""Readings about Table II (MLOps against LLMOps) and Figure 2 (the decision)."""

import re

from corpus.practices import Answered
from server.query import Query
from server.understanding.followups.followup import CONTINUES, FollowUp
from server.understanding.followups.thread import Thread
from server.understanding.pieces.signals import Signals, distinct
from server.understanding.readings.decision import stated_conditions
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import phrases

_OWN_MODEL = re.compile(
    r"\b(?:train|build|develop|creat)\w*\b.{0,30}\b(?:own|custom)\b.{0,20}\b(?:llm|language model|model|foundation)|"
    r"\bown (?:large )?(?:language model|llm|foundation model)s?\b|\bown model or\b|"
    r"\b(?:existing|off-the-shelf|pre-?trained|ready-made) (?:llm|language model|large language model)s?\b"
    r".{0,60}\b(?:or|instead|rather|vs|versus)\b|"
    r"\btrain(?:ing)? (?:an? |our |a custom )?llm\b|\btrain(?:ing)? (?:of )?(?:an? )?(?:proprietary"
    r"|custom) (?:large )?(?:language model|llm)\b|"
    r"\b(?:train|build) (?:it )?(?:ourselves )?or (?:re-?use|use|buy|adopt)\b|\b(?:llm"
    r"|language model)s? (?:from scratch"
    r"|of our own|in[- ]house)\b|\b(?:llm|language model)s?\b.*\b(?:train|build)\w* (?:our|my|an|its) own\b|"
    r"\btrain(?:ing)? (?:our|my|your|an|its) own(?: one)?(?=\W*$|\W+(?:or|instead|rather|vs|better|worth)\b)"
    r"|\b(?:(?:make|build|train|develop)(?: it)? or (?:buy|use|rent|take)|(?:buy|use|rent|take) or (?:make|build|train"
    r"|develop))\b.{0,30}\b(?:llm|language model)s?\b|\b(?:llm|language model)s?\b.{0,20}"
    r"\b(?:make or buy|(?:buy|use|rent) or (?:build|make|train)|build or buy)\b"
)
# `is an existing LLM enough?`, `build vs buy`, `custom model or LLM?`
_WEIGHED = re.compile(
    r"\bexisting (?:llm|language model|model|one)s?\b.{0,30}"
    r"\b(?:enough|sufficient|good|suffices?|okay?|fine|suitable|right)\b"
    r"|\b(?:should|can|could|can['’]t)(?: \w+){1,2} use an existing llm\b"
    r"|\b(?:build|make|train)(?: it)? (?:vs\.?|versus|or) buy\b.{0,20}\b(?:llm|language model)s?\b"
    r"|\bcustom (?:model|llm)s? (?:or|vs\.?|versus) (?:an? )?(?:(?:\w+ )?llms?|existing one)\b"
    r"|\bllms? (?:or|vs\.?|versus) (?:an? |our )?(?:custom|own) (?:model|llm)s?\b"
)
# Where an LLM runs, Figure 2 does not tell.
_HOSTED = re.compile(r"\b(?:self[- ]?)?host(?:s|ed|ing)?\b")
_MADE = re.compile(r"\b(?:train|build|develop|creat|make|making)\w*\b")
# `just use an existing LLM`, where the conditions are told
_READY = re.compile(
    r"\b(?:us(?:e|ing)|tak(?:e|ing)|buy(?:ing)?|rent(?:ing)?|go(?:ing)? (?:with|for)|rely(?:ing)? on|stick(?:ing)? to)"
    r" (?:an? |some |the )?(?:existing|off[- ]the[- ]shelf|pre-?trained|ready[- ]made) (?:large )?"
    r"(?:llm|language model|model)s?\b"
)
_DECIDES = re.compile(
    r"\b(?:should|when|whether|criteri\w+|condition\w*|decid\w+|decision|worth|better|prefer\w*|or|need\w*|requirement\w*|"
    r"advis\w+|makes? sense|recommend\w*|can we|could we|wise|sensible|realistic|feasible|good idea|justif\w+)\b"
    r"|\bown (?:large )?(?:llm|language model)s?\s*\?"
)
_ASKS_FOR_RECORDS = re.compile(
    r"\b(?:which|what|how many|list|name)(?: \w+){0,3} (?:tools?|roles?|phases?|software|jobs?)\b|\bof use\b"
    r"|\bticks?\b|\bticked\b"
)
_CONTRAST = re.compile(r"\bml\s?ops\b.*\bllm\s?ops\b|\bllm\s?ops\b.*\bml\s?ops\b")
# `which tools does the MLOps/LLMOps table give as examples?`
_EXAMPLES = re.compile(r"\b(?:examples?|tables?|comparison|named?|mention\w*|giv\w+|cite\w*)\b")
# The sides of Table II by what they work on: `is that worse for LLMs than for classic models?`
_NEW = r"\b(?:llm\s?ops|llms?|language models?)\b"
_OLD = (
    r"\b(?:(?:classic(?:al)?|traditional|conventional|normal|ordinary|regular|standard|usual|plain)"
    r" (?:ml|machine learning|(?:ml )?models?|ones?|projects?)|gradient boosting)\b"
)
_AGAINST = (
    r"\b(?:(?:that|which) (?:do|does|is|are)(?:n['’]t| not)|but not"
    r"|vs\.?|versus|against|than|compar\w+|differ\w*|unlike|instead of|rather than|as opposed to)\b"
)
_LIKENED = re.compile(
    rf"(?:{_NEW}.*{_AGAINST}|{_AGAINST}.*{_NEW}).*{_OLD}|(?:{_OLD}.*{_AGAINST}|{_AGAINST}.*{_OLD}).*{_NEW}"
)
_TABLE_II = re.compile(r"\btable (?:ii|2|two)\b")

_OTHER_CONDITIONS = phrases(
    r"""
    (?:which|what)(?: are)?(?: the)? (?:other|further|remaining|more|additional|open)(?: \w+)? (?:conditions?|criteria
    |requirements?|preconditions?|things?|prerequisites?)
    what else (?:do|must|would|should|is|has|needs?|have)(?: (?:we|i|there|it))?(?: \w+)? (?:need|have|be|required
    |needed|fulfil\w*)
    what(?:['’]s| is| are we)? (?:still )?(?:missing|lacking)|what else is (?:needed|required|missing)
    """
)
# `ok but what if we had one?`
_IF_IT_WERE = phrases(
    r"(?:what )?if (?:we|i|there) (?:had|did|could|were|was|got)(?: (?:one|it|them|that|some|any|those|both))*(?=\W*$)"
)
_AFFIRMS = re.compile(r"\W*(?:yes|yep|yeah|yup|sure|of course)\b\W*", re.IGNORECASE)
_ASKS_MORE = phrases(r"which|who|whom|how|why|when|where|what(?! if\b)|list|show|costs?")
# `which of them needs more data?`, of the two sides of Table II.
_WHICH_SIDE = phrases(
    r"(?:which|what)(?: one| side| of (?:them|the two|these|those|both))?"
    r" (?:is|are|has|needs?|takes?|costs?|requires?|wants|uses?|comes with)"
)
# `what makes LLMOps so expensive?` asks for one side of it.
_DRIVES = re.compile(
    r"\b(?:what (?:makes|drives|determines|dominates)|why (?:is|are)"
    r"|where (?:does|do|did|will|would) (?:all )?(?:the|our|my|that) money go)\b"
)
_EITHER_SIDE = re.compile(rf"\b(?:ml\s?ops|llm\s?ops)\b|{_NEW}.{{0,20}}\bprojects?\b")
_COSTS = "Cost Structure"
_SHORT = 12
_ASKS_ELSE = phrases("why|who|which|whose|when|where|costs?|mean|means|explain")


def read_aspects(signals: Signals) -> Query | None:
    """MLOps set against LLMOps, in the aspects named or in all."""
    sides = signals.whole and signals.says(_WHICH_SIDE) and not (signals.tools or signals.roles)
    told = signals.of(signals.whole) if sides else signals
    by_name = _CONTRAST.search(told.masked) or _TABLE_II.search(signals.lower) or _asks_for_costs(signals)
    likened = not signals.tools and signals.target.noun in (None, "tools") and _LIKENED.search(signals.lower)
    if not by_name and not (likened and (signals.target.noun is None or signals.target.vague)):
        return None
    if signals.says(ask.COUNT, r"\bhow many\b") and signals.says(r"\b(?:aspects?|rows?|points?|respects|dimensions)\b"):
        return Query(select="aspects", measure="count")
    named = distinct(mention.name for mention in signals.linker.aspects(signals.text))
    if signals.target.noun == "tools" and not signals.target.vague and not signals.tools and signals.says(_EXAMPLES):
        return Query(select="aspects", named=named)
    if signals.target.noun == "tools" and not signals.target.vague and signals.says(ask.COST):
        return None
    if named or signals.says(ask.COMPARE):
        return Query(select="aspects", measure="compare", named=named)
    return None


def _asks_for_costs(signals: Signals) -> bool:
    """`what makes LLMOps so expensive?`, `where does the money go in an LLM project?`, of no tool and no role."""
    one = _DRIVES.search(signals.lower) and _EITHER_SIDE.search(signals.lower) and not (signals.tools or signals.roles)
    return bool(one) and {mention.name for mention in signals.linker.aspects(signals.text)} == {_COSTS}


def aspect_again(thread: Thread, said: FollowUp) -> Query | None:
    """`and in how models get evaluated?`, `costs?`, `which of them needs more data?` behind one aspect of Table II or
    all: the same in another."""
    of_a_side = said.says(_WHICH_SIDE)
    last = thread.typed if of_a_side else thread.last.query
    found = thread.linker.aspects(said.text)
    if last is None or last.select != "aspects" or last.measure not in ("list", "compare") or not found:
        return None
    bare = len(said.text.split()) <= sum(len(mention.text.split()) for mention in found)
    goes_on = said.continues or of_a_side or bare
    if (
        said.names
        or (said.target.noun is not None and not of_a_side)
        or not goes_on
        or len(said.masked.split()) > _SHORT
    ):
        return None
    asks = said.says(_ASKS_ELSE) and not (of_a_side or bare)
    return None if asks else last.model_copy(update={"named": distinct(mention.name for mention in found)})


def decided_again(thread: Thread, said: FollowUp) -> Query | None:
    """`which other conditions must be met?` behind the decision of Figure 2: it tells what is still open."""
    last = thread.last.query
    asks = last is not None and last.select == "decision" and last.measure != "count" and not said.names
    return last if asks and said.says(_OTHER_CONDITIONS) and not stated_conditions(said.text) else None


def decided_on(thread: Thread, said: FollowUp) -> Query | None:
    """`and our own GPUs`, `nobody could maintain it`, `what if we had one?` behind the decision of Figure 2: it with
    what is told besides."""
    last = _decided(thread)
    if last is None or last.premise:
        return None
    more = CONTINUES.match(said.text) or _AFFIRMS.match(said.text)  # `and our own GPUs` goes on with what they have
    having = f"we have {said.text[more.end() if more else 0 :]}" if more or said.continues else ""
    told = stated_conditions(said.text) or stated_conditions(having) or _granted(thread, said)
    aside = said.names or last is not thread.last.query  # then it may ask for something else
    asks = aside and (said.says(_ASKS_MORE) or said.target.noun is not None)
    return (
        last.model_copy(update={"stated": tuple((dict(last.stated) | dict(told)).items())})
        if told and not asks
        else None
    )


def _decided(thread: Thread) -> Query | None:
    """The decision of the last turn, or the one before turns that only tell."""
    for turn in reversed(thread.turns):
        if turn.query is not None:
            return turn.query if turn.query.select == "decision" else None
        if "?" in turn.question:
            return None
    return None


def _granted(thread: Thread, said: FollowUp) -> tuple[tuple[str, Answered], ...]:
    """What was told last not to be there, where it is supposed to be."""
    told = stated_conditions(thread.last.question) if said.says(_IF_IT_WERE) else ()
    return tuple((name, "yes") for name, answer in told if answer == "no")


def read_decision(signals: Signals) -> Query | None:
    """Whether to train an own model or to use an existing LLM, with the conditions of Figure 2 that are stated."""
    if _ASKS_FOR_RECORDS.search(signals.lower):
        return None
    told = (signals.whole or signals.text).lower()
    if _HOSTED.search(signals.lower) and not _MADE.search(signals.lower):
        return None
    if _WEIGHED.search(signals.lower):
        return Query(select="decision", stated=stated_conditions(signals.whole or signals.text))
    if not _OWN_MODEL.search(signals.lower):
        weighed = stated_conditions(told) if _READY.search(told) else ()
        return Query(select="decision", stated=weighed) if len(weighed) > 1 else None
    if signals.pieces and (signals.tools or signals.roles):
        return None
    stated = stated_conditions(signals.whole or signals.text)
    if signals.says(ask.COUNT) and signals.says(r"\b(?:conditions?|criteria|requirements?|questions?)\b"):
        return Query(select="decision", measure="count")
    end = len(signals.masked.rstrip(".?!; "))
    asked = signals.of(signals.text[end - len(signals.closing) :])
    asks = not signals.target.noun or (not asked.target.noun and _OWN_MODEL.search(asked.lower))
    return Query(select="decision", stated=stated) if stated or (asks and _DECIDES.search(signals.lower)) else None
