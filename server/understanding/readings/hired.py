"""What is told of a team that is to be advised: how many it hires, for which kind of model, whom it has."""

import re

from server.constraints import LIFECYCLE, PlanConstraints
from server.understanding.pieces.headcount import NUMBER, USERS, counted
from server.understanding.pieces.signals import Signals
from server.understanding.readings.plan_constraints import WHOLE
from server.understanding.words.wordlist import phrases

# An LLM that others have trained.
LLM = phrases(
    r"llms?(?:ops|[- ]based)?|large language models?|language models?|chat ?gpt|gpt(?:-?\d\w*)?|open ?ai|claude|gemini"
    r"|llama|mistral|chat ?bots?|rag|retrieval[- ]augmented(?: generation)?|gen(?:erative)?[- ]?ai|copilots?"
)
_OWN_MODEL = phrases(r"(?:our|my|an?) own|train(?:s|ing)?|from scratch|own (?:llm|model|language model)s?")
# People who write programs, whatever Table III calls them.
_CODERS = r"(?:developers?|devs?|coders?|programmers?)"
_CODERS_AT_HAND = re.compile(rf"\b(?P<n>{NUMBER}) (?:[\w-]+ )?{_CODERS}\b")
_NEW = re.compile(
    rf"\b(?P<n>{NUMBER}) (?:new |more |additional |further |extra )?(?:hires?|roles?|positions?|headcounts?)\b"
)
_HIRES = re.compile(
    r"\b(?:hire|recruit|employ|afford|add|budget for|money for|pay for) (?:only |just |exactly |up to |at most )?"
    rf"(?P<n>{NUMBER})(?: (?:new|more|other))? (?:people|persons?|employees|roles?|of them)\b"
)
_SIZE = re.compile(rf"\b(?:team|squad|crew) size(?: of|:| is)? (?P<n>{NUMBER})\b")
_FIRST = phrases("first|next")
_FIRST_OF_MANY = phrases(r"first (?:hires|roles|people|\d+|two|three|four|five)")
_SOFTWARE, _PROMPTS = "Software Engineer", "Prompt Engineer"


def to_cover(told: Signals, plan: PlanConstraints) -> bool:
    """Whether phases are named that somebody has to take part in, or all of them."""
    return plan.phases != LIFECYCLE or told.says(WHOLE)


def hired(told: Signals, plan: PlanConstraints) -> PlanConstraints:
    """The constraints for a team in the order of hires."""
    coders = _count(_CODERS_AT_HAND, told.masked)
    team = (*plan.team, *(_SOFTWARE,) * (coders or 0))
    return plan.model_copy(
        update={
            "hired": True,
            "phases": tuple(code for code in LIFECYCLE if code in told.phases) or LIFECYCLE,
            "team": team,
            "hires": _hires(told, len(team), paid=plan.payroll_usd is not None),
            "model": "llm" if _PROMPTS in (*team, *plan.among) or uses_an_llm(told.lower) else "either",
        }
    )


def uses_an_llm(lower: str) -> bool:
    """Whether an LLM is worked with that others have trained."""
    return LLM.search(lower) is not None and not _OWN_MODEL.search(lower)


def heads(masked: str) -> int | None:
    """How many people the team is to have in all."""
    found = USERS.search(masked) or _SIZE.search(masked)
    if found is None or re.search(rf"{_CODERS}|engineers?|scientists|analysts", found.group()):
        return None
    return counted(next(group for group in found.groups() if group))


def _hires(told: Signals, at_hand: int, *, paid: bool) -> int | None:
    """How many are to be hired: as many as are told, or as the team lacks; one where the first or next is asked for and
    no amount tells how many can be paid."""
    new = _count(_NEW, told.masked) or _count(_HIRES, told.masked)
    if new is not None:
        return new
    size = heads(told.masked)
    if size is not None and size > at_hand:
        return size - at_hand
    return 1 if told.says(_FIRST) and not paid and not told.says(_FIRST_OF_MANY) else None


def _count(pattern: re.Pattern[str], masked: str) -> int | None:
    found = (counted(match["n"]) for match in pattern.finditer(masked))
    return next((count for count in found if count), None)
