"""Follow-ups to an assessment of the own maturity: practices added, the level that all told comes to, the next steps,
who or what helps with them."""

import re

from corpus.practices import Answered, Practice
from server.conditions import Covers
from server.conjunctions import any_of
from server.facts.ways_up import missing_between
from server.maturity.assessor import MaturityAssessor
from server.query import Query
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.thread import Thread
from server.understanding.followups.turn import Turn
from server.understanding.pieces.target import KIND_WORDS, mask
from server.understanding.premises.levels import labels_in
from server.understanding.readings.own_level import NEXT_STEPS, asks_where
from server.understanding.readings.practices import stated_practices
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import phrases

_ASKS = phrases(r"which|what(?! (?:if|about))|who|how(?! about)|why|do we need|does|is it|should")
_HELPS = re.compile(
    rf"\b(?:{KIND_WORDS['tools']}|{KIND_WORDS['roles']}|people|for (?:it|that|this|them)|first|next"
    r"|(?:do|would|should|must|will) (?:we|i) (?:have to |need to )?(?:hire|need|get|buy|use|take|ask)"
    r"(?: to (?:hire|buy))?)(?!\w)"
)
_AT = phrases(
    r"(?:according to|what about|how about|at|in|by|for|on|with|per)(?: the)?|(?:models?|scale|ladder|scheme)"
)
_LEVEL = phrases(r"(?:next|higher) (?:level|one|stage|rung)")
_FOR_IT = phrases(
    r"helps?|for (?:it|that|this|them)"
    r"|(?:do|would|should|must|will) (?:we|i) (?:have to |need to )?(?:hire|need|get|ask)"
)
_WHO = phrases(r"whom?|people")


def reassessed(thread: Thread, said: FollowUp) -> Query | None:
    """The assessment behind the last turn with what is told added to it, its level on another model, its next steps, or
    the roles or tools that help with them; None where no practice was told, or a word is left that says anything
    else."""
    last = thread.last.query
    helped = _helped(thread, said)
    if helped is not None or last is None or not _assesses(last):
        return helped or _gathered(thread, said)
    if last.stated and said.says(NEXT_STEPS) and not said.unread(NEXT_STEPS):
        return last.model_copy(update={"order": "after"})
    models = _models(thread, said)
    climb = _climbed(thread, said, models) if last.order == "after" else None
    if climb is not None:
        return climb
    if last.stated and models and not said.unread(_AT):
        return last.model_copy(update={"named": models})
    told = stated_practices(said.text, thread.catalogue.questionnaire)
    if told and not said.says(_ASKS):
        return last.model_copy(update={"stated": _merged(last.stated, told), "order": None})
    return _gathered(thread, said)


def _climbed(thread: Thread, said: FollowUp, models: tuple[str, ...]) -> Query | None:
    """`we are at § level 2` behind the wish for the next steps: the way from there to the level above."""
    labels = labels_in(mask(said.text, thread.linker.link(said.text)))
    if len(models) != 1 or len(labels) != 1 or said.says(_ASKS):
        return None
    order = [level.label for level in thread.catalogue.maturity[models[0]].levels]
    if labels[0] not in order:
        return None
    target = order[min(order.index(labels[0]) + 1, len(order) - 1)]
    return Query(select="maturity", named=models, level=labels[0], target=target)


def _gathered(thread: Thread, said: FollowUp) -> Query | None:
    """`what level is that at §?` behind turns that tell practices: the assessment by all of them."""
    if not asks_where(mask(said.text, thread.linker.link(said.text))):
        return None
    stated: tuple[tuple[str, Answered], ...] = ()
    for turn in thread.turns:
        stated = _merged(stated, _told(thread, turn))
    last = thread.last.query
    named = _models(thread, said) or (last.named if last is not None and _assesses(last) else ())
    told = stated_practices(said.text, thread.catalogue.questionnaire)
    if not _told(thread, thread.last) or (told and not said.continues):
        return None
    return Query(select="maturity", measure="check", named=named, stated=_merged(stated, told))


def _told(thread: Thread, turn: Turn) -> tuple[tuple[str, Answered], ...]:
    """The practices that a turn tells of; of an assessment, those that it rests on."""
    if turn.query is not None and _assesses(turn.query):
        return turn.query.stated
    return stated_practices(turn.question, thread.catalogue.questionnaire)


def _models(thread: Thread, said: FollowUp) -> tuple[str, ...]:
    """The maturity models that it names, whatever else shares the name."""
    mentions = thread.linker.link(said.text)
    return tuple(dict.fromkeys(mention.name for mention in mentions if mention.kind == "maturity"))


def _helped(thread: Thread, said: FollowUp) -> Query | None:
    """The roles or tools for all that a level needs which was asked for, or else for the first of the next steps."""
    kind = "roles" if said.says(_WHO) and said.says(_FOR_IT) else said.target.noun
    ranks = said.says(ask.WAGE, ask.COST, ask.MAX, ask.MIN)
    if kind not in ("tools", "roles") or ranks or said.names or said.pieces(wages=False) or said.unread(_HELPS, _WHO):
        return None
    phases = dict.fromkeys(practice.phase for practice in _missing(thread))
    return Query(select=kind, where=any_of(Covers(phase=phase) for phase in phases)) if phases else None


def _missing(thread: Thread) -> list[Practice]:
    """What is missing by the last turn."""
    last = thread.last.query
    if last is None or last.select != "maturity":
        return []
    if last.target and last.measure == "list":
        return missing_between(thread.catalogue, last)
    if not (_assesses(last) and last.stated):
        return []
    assessment = MaturityAssessor(thread.catalogue).assess(dict(last.stated), last.named)
    steps = [step.missing.practice for step in assessment.steps]
    whole = len(last.named) == 1 and _LEVEL.search(thread.last.question.lower())
    return steps if whole else steps[:1]


def _assesses(query: Query) -> bool:
    return (query.select, query.measure, query.target) == ("maturity", "check", None)


def _merged(
    before: tuple[tuple[str, Answered], ...], told: tuple[tuple[str, Answered], ...]
) -> tuple[tuple[str, Answered], ...]:
    return tuple((dict(before) | dict(told)).items())
