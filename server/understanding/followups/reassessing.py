"""Follow-ups to an assessment of the own maturity, or to what a level takes: practices added, the next steps, who or
what helps with them."""

import re

from corpus.vocabulary import PhaseCode
from server.conditions import Covers
from server.conjunctions import any_of
from server.maturity.assessor import MaturityAssessor
from server.query import Query
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.thread import Thread
from server.understanding.pieces.target import KIND_WORDS
from server.understanding.readings.practices import stated_practices
from server.understanding.words.wordlist import phrases

_STEPS = r"(?:steps?|moves?|levels?|stages?|things?|priorit(?:y|ies)|practices?)"
_ACT = r"(?:do|tackle|improve|fix|work on|focus on|automate|change|add|introduce|start with|begin with|invest in)"
_RISE = r"(?:improve|advance|progress|move up|level up|climb|get (?:better|further|higher|up|there))"
NEXT_STEPS = phrases(
    rf"""
    (?:what|which)(?:['’]s| is| are| would be| comes| should come)?(?: (?:the|our|my|your))? next(?: {_STEPS})?
    whats next|next {_STEPS}
    (?:what|which) (?:\w+ )?(?:should|could|must|can|do) (?:we|i) (?:\w+ )?{_ACT}(?: (?:next|first|now))?
    (?:what|which) {_STEPS} (?:should|would|must) (?:we|i) {_ACT}(?: (?:next|first|now))?
    how (?:do|can|could|should|would) (?:we|i) {_RISE}
    what (?:are we|do we|['’]s|is) (?:still )?(?:missing|lack\w*)|where (?:should|do) (?:we|i) (?:start|begin)
    """
)
_ASKS = phrases(r"which|what(?! (?:if|about))|who|how(?! about)|why|do we need|does|is it|should")
_HELPS = re.compile(rf"\b(?:{KIND_WORDS['tools']}|{KIND_WORDS['roles']}|for (?:it|that|this|them)|first|next)(?!\w)")


def reassessed(thread: Thread, said: FollowUp) -> Query | None:
    """The assessment behind the last turn with what is told added to it, its next steps, or the roles or tools for
    the phase of the first; None where the last turn assessed nobody, or a word is left that says anything else."""
    last = thread.last.query
    if last is None or (last.select, last.measure) != ("maturity", "check") or not last.stated or said.names:
        return None
    if said.says(NEXT_STEPS) and not said.unread(NEXT_STEPS):
        return last.model_copy(update={"order": "after"})
    told = stated_practices(said.text, thread.catalogue.questionnaire)
    if told and not said.says(_ASKS):
        return last.model_copy(update={"stated": tuple((dict(last.stated) | dict(told)).items()), "order": None})
    kind = said.target.noun
    if kind not in ("tools", "roles") or said.pieces(wages=False) or said.unread(_HELPS):
        return None
    assessment = MaturityAssessor(thread.catalogue).assess(dict(last.stated), last.named)
    first = next(iter(assessment.steps), None)
    return Query(select=kind, where=Covers(phase=first.missing.practice.phase)) if first else None


def helped(thread: Thread, said: FollowUp) -> Query | None:
    """Who or what covers the phases of what a level takes, behind the way up to it: `who does that?`"""
    last, kind = thread.last.query, said.target.noun
    if last is None or last.select != "maturity" or last.measure != "list" or not last.target or said.names:
        return None
    if kind not in ("tools", "roles") or said.pieces(wages=False) or said.unread(_HELPS):
        return None
    questionnaire, model = thread.catalogue.questionnaire, last.named[0]
    held = questionnaire.needed[model, last.level] if last.level else {}
    missing = [name for name, least in questionnaire.needed[model, last.target].items() if held.get(name) != least]
    phases = {questionnaire.practices[name].phase for name in missing}
    covers = [Covers(phase=phase) for phase in PhaseCode if phase in phases]
    return Query(select=kind, where=any_of(covers)) if covers else None
