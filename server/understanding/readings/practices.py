"""Which practices of the maturity questionnaire a text says are in place, partly so, or not."""

import re
from collections.abc import Iterable

from corpus.practices import Answered, Questionnaire
from server.understanding.words.polarity import Subject, said_of
from server.understanding.words.wordlist import alternatives, phrases

_AUTOMATED = phrases(
    r"""
    automat\w*|auto|continuous\w*|scheduled|pipelines?|by (?:itself|themselves)|on its own|triggered|hands[- ]off
    (?:every|each) (?:night|day|week|month|hour)|daily|weekly|hourly|monthly
    one[- ]click|unattended|nightly|self-service|yes|yep|in place|itself|(?:kicks?|sets?) off
    """
)
# `no human involved` denies no practice.
_UNATTENDED = re.compile(
    r"\b(?:(?:with )?(?:no|not an?|zero) (?:(?:human|manual)s?(?: \w+)?|hands?|people|person)"
    r" (?:is |are |being )?(?:involved|needed|necessary|required|in the loop|steps?|work|touch\w*)"
    r"|without (?:any )?(?:(?:human|manual) \w+|(?:a )?(?:human|hand|person)s?|any(?:one|body)(?: \w+ing(?: \w+)?)?)"
    r"|(?:no ?body|no[- ]one) (?:has|needs|had) to (?:\w+ ){0,3}?(?:touch|do|press|click|start|lift|be|watch|step)\w*"
    r"(?: (?:anything|a finger|a button|it|in|there|awake))*)\b"
    # `deploy with GitHub Actions`
    r"|(?<=\w )(?:with|by|via|through|using) (?:github actions|gitlab ci(?:/cd)?|jenkins|azure pipelines|airflow"
    r"|argo ?cd)\b",
    re.IGNORECASE,
)
_MANUAL = phrases(
    r"""
    manual\w*|by hand|hand-?\w*|ad[- ]hoc|lack\w*|missing|absent|copy(?:ing)?|notebooks?|spreadsheets?|excel|usb
    still to|yet to|plan(?:ned|ning)? to|would like to|want to|hope to|from (?:a|his|her|their|my) laptops?|scp|ftp
    e?-?mail(?:s|ed|ing)? (?:\w+ )?models?
    needs? (?:a )?(?:person|people|someone|somebody)|someone|somebody|one by one|on request|rarely|seldom
    """
)


_DONE = (
    r"(?: (?:is|are|was|were|runs?|happens?|works?|gets?|done|still|already|fully|being|completely|entirely|purely"
    r"|totally|all|yet|just))*"
)
_EVERY_STEP = r"""
    everything|nothing|(?:every|each) (?:single )?step|none of (?:it|this|that)|(?:all )?the rest
    |(?:all|none)(?: of)?(?: (?:our|the|these|those|my))? (?:(?:ml|mlops|other) )?(?:steps?|stuff|things|work|tasks)
    """
_EVERY = rf"(?:{alternatives(_EVERY_STEP)})(?: else)?"
_PROCESS = (
    r"(?:our|my|the (?:whole|entire|complete|full))(?: (?:whole|entire|complete|full|ml|mlops))*"
    r" (?:thing|process(?:es)?|workflows?|lifecycle|setup|stuff|steps|work)"
)
_MANUALLY = r"(?:manual\w*|by hand)"
# All that a team does: `all our steps are done by hand`, `we automate nothing`, `no automation at all`.
_EVERYTHING = phrases(
    rf"""
    {_EVERY}{_DONE} (?:automat\w*|{_MANUALLY})|{_MANUALLY} everything
    {_PROCESS}{_DONE} (?:{_MANUALLY}|not automated)|nothing else(?= (?:is|does)$|$)
    (?:we|i) (?:are|work|operate){_DONE} {_MANUALLY}(?=$)|it all {_MANUALLY}
    (?:^|^it(?:['’]s| is) )(?:still |done )*all{_DONE} {_MANUALLY}
    automat\w+ (?:everything|nothing)(?=$| (?:yet|so far|at all))
    (?:no|any|zero|without) (?:real )?(?:automation|ml ?ops)(?=$| (?:at all|what\w+|so far|yet|here|of any|in place))
    """
)
# `we version code and data` versions each.
_EACH_VERSIONED = re.compile(
    r"\b(version\w*)((?: \w+){0,2} code)(?:,? and|, | as well as)(?: (?:our|the|all))*"
    r" ((?:training )?data(?:sets?)?|models?)\b",
    re.IGNORECASE,
)
# `DevOps but no MLOps` has something.
_DEVOPS = re.compile(r"\bdev ?ops\b", re.IGNORECASE)
_NO_MLOPS = re.compile(r"\b(?:no|any|zero|without) (?:real )?ml ?ops\b", re.IGNORECASE)
_ALL = Subject("everything", _EVERYTHING, _AUTOMATED, _MANUAL)


def stated_practices(text: str, questionnaire: Questionnaire) -> tuple[tuple[str, Answered], ...]:
    """Ids of the practices that the text tells of, with what it says; the others are left out."""
    told = _told(text, questionnaire)
    of_all = told.pop(_ALL.name, None)
    # What is said of everything is said of each practice that is not spoken of.
    rest = dict.fromkeys(questionnaire.practices, of_all) if of_all else {}
    return tuple((rest | told).items())


def _told(text: str, questionnaire: Questionnaire) -> dict[str, Answered]:
    """What the text says of practices by their ids, and of everything."""
    subjects = []
    for practice in questionnaire.practices.values():
        subjects.append(Subject(practice.id, _any(practice.cues), _AUTOMATED, _MANUAL, sure=True))
        if practice.topics:
            subjects.append(Subject(practice.id, _any(practice.topics), _AUTOMATED, _MANUAL))
    text = _NO_MLOPS.sub(" ", text) if _DEVOPS.search(text) else text
    text = _EACH_VERSIONED.sub(r"\1\2 and \1 \3", text)
    return dict(said_of(_UNATTENDED.sub("automatically", text), [*subjects, _ALL], shared=True))


def spoken_of(text: str, questionnaire: Questionnaire) -> tuple[str, ...]:
    """Ids of the practices whose subject the text names, whatever it says of it."""
    lower = text.lower()
    practices = questionnaire.practices.values()
    return tuple(practice.id for practice in practices if _any((*practice.cues, *practice.topics)).search(lower))


def _any(cues: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<!\w){_cue(cue)}(?!\w)" for cue in cues))


def _cue(cue: str) -> str:
    """`*` stands for the rest of a word; up to two words may stand between those of one cue, none in place of a `+`."""
    words = (re.escape(word).replace(r"\*", r"[\w-]*").replace(r"\+", " ") for word in cue.split())
    return r"(?: [\w-]+){0,2} ".join(words)
