"""Questions for the steps of a phase: `how many sub-steps has §?`, `list the steps of §`, `and the other half?`."""

import re

from corpus.vocabulary import PHASE_CODES, PhaseCode
from server.query import Measure, Order, Query
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.thread import Thread
from server.understanding.pieces.signals import Signals
from server.understanding.premises.stated_counts import miscounted_steps, stepped
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import phrases

_STEPS = r"(?:named |different |distinct |sub-?|single )*steps"
_ASKS = phrases(
    rf"""
    how many {_STEPS}|number of {_STEPS}
    (?:what|which|list|name|(?:show|give) me)(?: (?:are|all|the))* {_STEPS}(?= (?:of|in|do(?:es)?|ha[sv]e?|belong)\b)
    """
)
# `steps in deployment`, `deployment steps?`
_BARE = re.compile(rf"^\W*(?:the )?(?:{_STEPS} (?:of|in|for) (?:the )?§+(?: phase| stage)?|§+ {_STEPS})[^\w§]*$")
_OTHER_HALF = re.compile(r"\bthe other (?:half|one|part|side|branch)\b")
_OTHER: dict[tuple[PhaseCode, ...], tuple[PhaseCode, ...]] = {
    (PhaseCode.MDT,): (PhaseCode.MDL,),
    (PhaseCode.MDL,): (PhaseCode.MDT,),
}
_BESIDE = re.compile(r"\b(?:before|after)\b")
_SHORT = 10


def read_steps(signals: Signals) -> Query | None:
    """The steps of the phases named; None where others are named, or something else is asked."""
    if signals.tools or signals.roles or signals.models or not signals.phases or not signals.says(_ASKS, _BARE):
        return None
    if any(mention.step is not None for mention in signals.mentions):
        return None
    measure: Measure = "count" if signals.says(ask.COUNT) else "list"
    return Query(select="phases", measure=measure, by="steps", phases=tuple(map(PhaseCode, signals.phases)))


def misstepped_again(thread: Thread, said: FollowUp) -> Query | None:
    """`of those five steps, …`, where the phase whose steps were asked for has another number of them."""
    last = thread.last.query
    if last is None or last.by != "steps" or len(last.phases) != 1:
        return None
    return miscounted_steps(thread.catalogue, last.phases[0], stepped(said.masked))


def steps_again(thread: Thread, said: FollowUp) -> Query | None:
    """The same of another phase, or of the other half of model development."""
    last = thread.last.query
    if last is None or last.by != "steps" or len(said.text.split()) > _SHORT or said.names:
        return None
    named = tuple(dict.fromkeys(PhaseCode(m.name) for m in said.mentions if m.name in PHASE_CODES))
    if said.says(_OTHER_HALF):
        named = named or _OTHER.get(last.phases, ())
    if not named or said.target.noun not in (None, "phases"):
        return None
    # What comes next to a step is asked of another step, or of all steps of a phase that has none of this name.
    step = next((mention.step for mention in said.mentions if mention.step), None) if last.step else None
    turned = _BESIDE.search(said.masked)
    order: Order | None = last.order if turned is None else "before" if turned[0] == "before" else "after"
    return last.model_copy(update={"phases": named, "step": step, "order": order if step else None})
