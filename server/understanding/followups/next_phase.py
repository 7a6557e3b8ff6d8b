"""Follow-ups that go on in the order of the phases, of the levels of a model or of the steps of a phase: `and the one
after?`, `what comes before that?`, `one level higher?`."""

import re
from collections.abc import Sequence

from corpus.vocabulary import PHASE_CODES, Phase, PhaseCode
from server.ordinals import PLACE, place_of
from server.query import Order, Query
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.thread import Thread

_STEP = re.compile(
    r"\W*(?:(?:and|so|ok|okay|then|now|good)\W+)*"
    r"(?:(?:what|which)(?: (?:one|phase|stage))?(?: is| comes?| follows?)?|the (?:one|phase|stage)|what['’]s|the)?\s*"
    r"(?:(?:right|just|directly|immediately|comes?) )*"
    r"(?P<order>after|next|behind|follow(?:s|ing)|before|precedes?|preceding)"
    r"(?: (?:that|it|this)(?: (?:one|phase|stage))?| (?:one|phase|stage))?(?: in the (?:\w+ )?lifecycle)?(?: then)?\W*"
)

_LOWER = re.compile(r"\b(?:lower|below|before|down|beneath|under|preced\w+|previous|ahead)\b")
# `one higher?`, `and the next level up?`, `what is the one below?`
_LEVEL = re.compile(
    r"\W*(?:(?:and|so|ok|okay|then|now|what|which|how|about|is|['’]s|comes?|the|one|a|level|rung|step|stage|right|just"
    r"|directly|called|would|be|go|going)\W+)*"
    r"(?P<order>higher|above|up|next|after|lower|below|down|before|previous|beneath)"
    r"(?:\W+(?:level|one|rung|step|stage|up|down|higher|lower|that|it|this|then|called|is|what))*\W*"
)
_NTH_STEP = re.compile(
    rf"\b(?:the|that) (?:very )?(?P<n>{PLACE})(?: (?:one|(?P<step>step))(?: of (?:them|these|those))?"
    r"| of (?:them|these|those))?"
    r"(?=\W|$)"
)
# `and the last one?`, `2nd`, `the third phase?`
_PLACE = re.compile(
    rf"\W*(?:(?:and|so|ok|okay|then|now|what|which|how|about|is|was|['’]s|comes?)\W+)*(?:the )?(?:very )?"
    rf"(?P<n>{PLACE})(?: (?:one|phase|stage))?\W*"
)
# `what's in the first one?` asks for no tools.
_WHAT_IN = re.compile(
    r"\W*(?:(?:and|so|ok|okay|then|now)\W+)*what(?:['’]?s| is| are| happens| goes on)?(?: there)? in "
)
# Phases whose steps follow one another.
_IN_ORDER = (PhaseCode.BN, PhaseCode.MDT, PhaseCode.D)
_STEP_BESIDE = re.compile(
    r"\W*(?:(?:and|so|ok|okay|then|now)\W+)*(?:which|what)(?: step)?(?: (?:is|comes?|happens?|goes|follows?|stands?))?"
    r"(?: (?:right|just|directly|immediately|the|step|one))*"
    r" (?P<order>before|after|next|ahead|behind|follow\w*|preced\w*)"
    r"(?: (?:of )?(?:it|that|this|step|one))*\W*"
)


def next_phase(thread: Thread, said: FollowUp) -> Query | None:
    """The phase after or before the one that the conversation is at; None where it is at none, or at several."""
    step = _STEP.fullmatch(said.masked)
    if step is None:
        return None
    found = thread.last.items.phases
    last = thread.last.query
    order: Order = "before" if step["order"].startswith(("before", "preced")) else "after"
    named = any(mention.kind == "phase" for mention in thread.linker.link(thread.last.question))
    if last is not None and named and last.order in ("after", "before") and last.order != order:
        return last.model_copy(update={"order": order})  # on the other side of what was named
    if last is not None and last.step is not None:
        return _next_step(thread, last, order)
    if thread.last.query is None:
        found = tuple(dict.fromkeys(m.name for m in thread.linker.link(thread.last.question) if m.name in PHASE_CODES))
    if len(found) != 1:
        return None
    return Query(select="phases", phases=(PhaseCode(found[0]),), order=order)


def _next_step(thread: Thread, last: Query, order: Order) -> Query | None:
    """The step, or the phase, beside the one that was found beside another."""
    names = [step.name for step in thread.catalogue.phases[last.phases[0]].steps]
    at = names.index(last.step or "") + (1 if last.order == "after" else -1)
    if 0 <= at < len(names):
        return last.model_copy(update={"step": names[at], "order": order})
    found = thread.last.items.phases
    return Query(select="phases", phases=(PhaseCode(found[0]),), order=order) if len(found) == 1 else None


def placed(thread: Thread, said: FollowUp) -> Query | None:
    """The phase in another place of the lifecycle, behind one that was asked for by its place; `and the last one?`."""
    last, match = thread.last.query, _PLACE.fullmatch(said.masked)
    if match is None or last is None or last.select != "phases" or last.order not in ("first", "last"):
        return None
    place = place_of(match["n"])
    return last.model_copy(update={"order": "last" if place < 0 else "first", "rank": 1 if place < 0 else place + 1})


def next_level(thread: Thread, said: FollowUp) -> Query | None:
    """The level above or below the one of a maturity model that was asked for; None where it is at no end of one."""
    last, match = thread.last.query, _LEVEL.fullmatch(said.masked)
    if match is None or last is None or last.select != "maturity" or len(last.named) != 1 or not last.level:
        return None
    labels = [level.label for level in thread.catalogue.maturity[last.named[0]].levels]
    if last.level not in labels:
        return None
    at = labels.index(last.level) + {"after": 1, "before": -1}.get(last.order or "", 0)
    at += -1 if _LOWER.search(match["order"]) else 1
    if not 0 <= at < len(labels):
        return last.model_copy(update={"order": "before" if at < 0 else "after"})
    return Query(select="maturity", named=last.named, level=labels[at])


def steps_told(thread: Thread, said: FollowUp) -> str | None:
    """The question about a step in full that is told by its place: `what goes on in the last one?` behind a list of
    steps, `which step comes right before it?` behind a question about one."""
    if said.mentions:
        return None
    return _nth_phase(thread, said) or _nth_step(thread, said) or _step_beside(thread, said)


def _nth_phase(thread: Thread, said: FollowUp) -> str | None:
    """The question about the phase that stands there in the list of all that was told last."""
    match = _NTH_STEP.search(said.masked)
    if match is None or match["step"] or thread.last.query != Query(select="phases"):
        return None
    at, phases = place_of(match["n"]), thread.last.items.phases
    if at >= len(phases):
        return None
    name = thread.catalogue.phases[PhaseCode(phases[at])].name
    if _WHAT_IN.fullmatch(said.masked[: match.start()]):
        return f"What happens in {name}?"
    return f"{said.text[: match.start()]}{name}{said.text[match.end() :]}"


def _nth_step(thread: Thread, said: FollowUp) -> str | None:
    """The step that stands there in the list that was told last."""
    match = _NTH_STEP.search(said.masked)
    asked = [turn.query for turn in thread.turns if turn.query is not None]
    listed = asked[-1] if asked and asked[-1].by == "steps" else None
    if match is None or listed is None or not (match["step"] or thread.last.query is not None):
        return None
    steps = [(step.name, phase) for phase in _phases_of(thread, listed.phases) for step in phase.steps]
    at = place_of(match["n"])
    if not steps or at >= len(steps):
        return None
    name, phase = steps[at]
    return f"{said.text[: match.start()]}the {name} step of {phase.name}{said.text[match.end() :]}"


def _step_beside(thread: Thread, said: FollowUp) -> str | None:
    """The step next to the one that the last turn was about, where the paper puts them in order."""
    match = _STEP_BESIDE.fullmatch(said.masked)
    if match is None or thread.last.query is not None:
        return None
    told = {(m.name, m.step) for m in thread.linker.link(thread.last.question) if m.kind == "phase" and m.step}
    code, name = next(iter(told)) if len(told) == 1 else ("", None)
    if name is None or code not in _IN_ORDER:
        return None
    phase = thread.catalogue.phases[PhaseCode(code)]
    names = [step.name for step in phase.steps]
    at = names.index(name) + (-1 if _LOWER.search(match["order"]) else 1)
    return f"What happens in {names[at]}, the step of {phase.name}?" if 0 <= at < len(names) else None


def _phases_of(thread: Thread, codes: Sequence[PhaseCode]) -> list[Phase]:
    return [thread.catalogue.phases[column] for code in codes for column in code.columns]
