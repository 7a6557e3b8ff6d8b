"""Which practices of the maturity questionnaire a text says are in place, partly so, or not."""

import re
from collections.abc import Iterable

from corpus.practices import Answered, Questionnaire
from server.understanding.words.polarity import Subject, said_of
from server.understanding.words.wordlist import phrases

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
    r"(?: (?:anything|a finger|a button|it|in|there|awake))*)\b",
    re.IGNORECASE,
)
_MANUAL = phrases(
    r"""
    manual\w*|by hand|hand-?\w*|ad[- ]hoc|lack\w*|missing|absent|copy(?:ing)?|notebooks?|spreadsheets?|excel|usb
    still to|yet to|plan(?:ned|ning)? to|would like to|want to|hope to|from (?:a|his|her|their|my) laptops?|scp|ftp
    needs? (?:a )?(?:person|people|someone|somebody)|someone|somebody|one by one|on request|rarely|seldom
    """
)


_DONE = r"(?: (?:is|was|were|runs?|happens?|works?|gets?|done|still|already|fully|being|completely|yet))*"
_EVERYTHING = re.compile(rf"\b(?:everything|nothing){_DONE} (?:automat\w*|manual\w*|by hand)")
_ALL = Subject("everything", _EVERYTHING, _AUTOMATED, _MANUAL)


def stated_practices(text: str, questionnaire: Questionnaire) -> tuple[tuple[str, Answered], ...]:
    """Ids of the practices that the text tells of, with what it says; the others are left out."""
    text = _UNATTENDED.sub("automatically", text)
    subjects = []
    for practice in questionnaire.practices.values():
        subjects.append(Subject(practice.id, _any(practice.cues), _AUTOMATED, _MANUAL, sure=True))
        if practice.topics:
            subjects.append(Subject(practice.id, _any(practice.topics), _AUTOMATED, _MANUAL))
    told = dict(said_of(text, subjects, shared=True))
    of_all = dict(said_of(text, [_ALL], shared=True)).get(_ALL.name)
    # What is said of everything is said of each practice that is not spoken of.
    rest = dict.fromkeys(questionnaire.practices, of_all) if of_all else {}
    return tuple((rest | told).items())


def spoken_of(text: str, questionnaire: Questionnaire) -> tuple[str, ...]:
    """Ids of the practices whose subject the text names, whatever it says of it."""
    lower = text.lower()
    practices = questionnaire.practices.values()
    return tuple(practice.id for practice in practices if _any((*practice.cues, *practice.topics)).search(lower))


def _any(cues: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<!\w){_cue(cue)}(?!\w)" for cue in cues))


def _cue(cue: str) -> str:
    """`*` stands for the rest of a word, and up to two words may stand between those of one cue."""
    return r"(?: [\w-]+){0,2} ".join(re.escape(word).replace(r"\*", r"[\w-]*") for word in cue.split())
