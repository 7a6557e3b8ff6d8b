"""A question in its conversation: it leans on nothing, on what was asked before, or on the words before it."""

import re
from collections.abc import Container, Mapping, Sequence

from corpus.catalogue import Catalogue
from corpus.linker import Linker
from server.understanding.followups.abridged import named_in_full
from server.understanding.followups.abroad import held_abroad
from server.understanding.followups.adding import eased, joined
from server.understanding.followups.apart import against, apart
from server.understanding.followups.asked_again import asked_again, once_more
from server.understanding.followups.asked_back import chosen_of, in_each_reading
from server.understanding.followups.carry import begins_afresh, carry, hires_of_all
from server.understanding.followups.choosing import chosen_anew, of_the_advised, of_the_offered, simplest
from server.understanding.followups.concepts import of_the_concept
from server.understanding.followups.dangling import dangles, points_nowhere
from server.understanding.followups.described import described
from server.understanding.followups.editing import edited, saved
from server.understanding.followups.followup import FollowUp, heard
from server.understanding.followups.found import alone, misfound, misranked, misset, unfound
from server.understanding.followups.fronting import as_mentioned, topical, unechoed, unfronted
from server.understanding.followups.guidance import aspect_again, decided_again, decided_on
from server.understanding.followups.kindred import of_another_title, step_asked
from server.understanding.followups.lifting import unfiltered
from server.understanding.followups.lists import between_sets, confined, laid_over, rivalled
from server.understanding.followups.memory import Memory, Turns
from server.understanding.followups.misbased import misbased_again
from server.understanding.followups.next_phase import next_level, next_phase, placed, steps_told
from server.understanding.followups.next_ranked import next_ranked, ranked_anew
from server.understanding.followups.omissions import spelled_out
from server.understanding.followups.own_hires import first_of, hired_again, team_paid
from server.understanding.followups.own_team import hired_beside, needed
from server.understanding.followups.pairs import beyond_the_other, shared
from server.understanding.followups.pointing import point
from server.understanding.followups.reassessing import reassessed
from server.understanding.followups.redundancy import redundant
from server.understanding.followups.reference import (
    as_broad,
    as_much,
    dated,
    in_its_place,
    likened,
    of_its_card,
    of_the_model,
    weighed,
    why_so,
)
from server.understanding.followups.remainder import remainder
from server.understanding.followups.replanning import filled_up, replanned, to_pay_more
from server.understanding.followups.resuming import resumed
from server.understanding.followups.retabled import retabled
from server.understanding.followups.rewriting import rewritten
from server.understanding.followups.shares import as_share
from server.understanding.followups.spending import spent
from server.understanding.followups.steps import misstepped_again, steps_again
from server.understanding.followups.summing import priced, summed, summed_again
from server.understanding.followups.tabled import tabled
from server.understanding.followups.then_who import then_who
from server.understanding.followups.thread import Thread
from server.understanding.followups.told_limit import within_budget
from server.understanding.followups.turn import Standalone, Turn
from server.understanding.followups.unserved import unserved
from server.understanding.pieces.likewise import likewise
from server.understanding.pieces.spelling import evened
from server.understanding.premises.miscounts import no_such_phase
from server.understanding.situations.situation import Situation

__all__ = ["Conversations", "Standalone", "Turn"]

# `same for a product owner`
_BARE = 5
# `sum it up`
_SUM_UP = re.compile(
    r"\b(?:sum|add|tally|total)(?: (?:it|that|this|them|those|these|all|everything))* up\b", re.IGNORECASE
)
# `and who in the team would run it?`
_WHO_OF_US = re.compile(
    r"\b(?P<who>who(?: else)?) (?:in|on|from|of) (?:the|our|my) (?:team|company|staff)\b", re.IGNORECASE
)
# `who of them is free?` after tools.
_WHO_OF_THEM = re.compile(r"\bwho(?= of (?:them|these|those)\b)", re.IGNORECASE)
_OF_THEM = re.compile(r"\b(?:which|who|any|some|one|what|many|none|all|those) of (?:them|these|those)\b")
# Follow-ups that say of themselves what they are; the first that fits is taken.
_CHANGES = (
    *(
        hired_again,
        first_of,
        team_paid,
        priced,
        misset,
        asked_again,
        aspect_again,
        decided_again,
        saved,
        apart,
        against,
        redundant,
        misstepped_again,
    ),
    *(steps_again, next_phase, next_level, next_ranked, beyond_the_other, shared, unserved, summed, summed_again),
    *(of_another_title, joined, eased, unfiltered, between_sets, laid_over, rivalled, confined, to_pay_more),
    *(replanned, filled_up, reassessed, decided_on, in_its_place, remainder, then_who),
    *(misfound, misranked, unfound, alone, retabled, placed, ranked_anew),
)


class Conversations:
    """Reads follow-ups: first as a change of the last typed query, and only then as rewritten text.
    `members` are the names that a shared word (`AWS`, `admins`) stands for; words in `known` are spelled right."""

    def __init__(
        self,
        catalogue: Catalogue,
        linker: Linker,
        members: Mapping[str, Sequence[str]],
        known: Container[str],
        turns: Turns | None = None,
    ) -> None:
        self._catalogue = catalogue
        self._linker = linker
        self._members = members
        self._known = known
        self._memory = Memory(turns=turns)

    def remember(self, conversation_id: str, turn: Turn) -> None:
        """Keep the turn as the conversation's last."""
        self._memory.keep(conversation_id, turn)

    def turns(self, conversation_id: str | None) -> tuple[Turn, ...]:
        """The turns that are kept of the conversation, oldest first."""
        return self._memory.turns(conversation_id)

    def remembered(self, conversation_id: str | None) -> int:
        """How many turns are kept of the conversation."""
        return len(self.turns(conversation_id))

    def aside(self, conversation_id: str | None) -> "Conversations":
        """The conversation as it stands, to go on with for once."""
        turns = Turns({conversation_id: self._memory.turns(conversation_id)} if conversation_id else {})
        return Conversations(self._catalogue, self._linker, self._members, self._known, turns)

    def afresh(self) -> "Conversations":
        """A conversation that has not begun."""
        return Conversations(self._catalogue, self._linker, self._members, self._known, Turns())

    def recent(self, conversation_id: str | None) -> tuple[str, ...]:
        """The tools and roles that the last turn was about."""
        thread = self._thread(conversation_id)
        return (*thread.last.found, *thread.named(thread.last)) if thread is not None else ()

    def goes_on(self, conversation_id: str | None, text: str) -> bool:
        """Whether the text, however it opens, doubts what was told or tells more of what the conversation decides:
        `are you sure?`, `yes, we have data`."""
        thread = self._thread(conversation_id)
        return thread is not None and (once_more(text) or decided_on(thread, self._said(text)) is not None)

    def named_in_full(self, conversation_id: str | None, question: str) -> str:
        """The question with the names that it tells by a part in full."""
        thread = self._thread(conversation_id)
        return named_in_full(self._said(question), thread) if thread is not None else question

    def standalone(self, conversation_id: str | None, question: str) -> Standalone:
        """The question with what it leans on filled in from the conversation's last turns."""
        thread = self._thread(conversation_id)
        if thread is None:
            return Standalone(question, dangling=dangles(FollowUp(question, tuple(self._linker.link(question)))))
        abroad = held_abroad(self._said(question), thread)
        if abroad is not None:
            return Standalone(abroad, abroad=True)
        leaning = self._leaning(thread, question)
        sound = leaning.query is None or tabled(leaning.query, self._catalogue)
        return leaning if sound else Standalone(question)

    def _leaning(self, thread: Thread, question: str) -> Standalone:
        """What leans on a conversation: a change of its last query, or else the question with that filled in."""
        of_concept = of_the_concept(self._said(question), thread)
        thread, said = self._in_full(thread, question)
        if of_concept is None and (not said.text or once_more(said.text)):
            return Standalone(thread.last.question if said.text else question, query=thread.last.query)
        chosen = of_concept or chosen_of(thread, said.with_families(self._members))
        if chosen is not None:
            return Standalone(chosen)
        if thread.subject is not None:
            kind = thread.subject.select
            said = said.with_families(
                {w: n for w, n in self._members.items() if thread.kind_of(tuple(n)) == kind},
                thread.members(thread.subject),
            )
        figure = misbased_again(thread, said) or as_share(thread, said) or spent(thread, said)
        if figure is not None:
            return Standalone(question, query=figure)
        anew = begins_afresh(said) or hires_of_all(said, thread)
        afresh = said.text if no_such_phase(said.masked) else question if anew else None
        afresh = afresh or chosen_anew(said, thread) or simplest(said, thread)
        afresh = afresh or of_the_offered(said, thread) or of_the_advised(said, thread)
        afresh = (
            afresh or needed(said, thread) or hired_beside(said, thread) or weighed(said, thread, point(said, thread))
        )
        if afresh is not None:
            return Standalone(afresh)
        changed = next((query for read in _CHANGES if (query := read(thread, said)) is not None), None)
        if changed is not None:
            return Standalone(question, query=changed)
        told = (
            steps_told(thread, said)
            or dated(said, thread)
            or likened(said, thread)
            or of_the_model(said, thread)
            or as_much(said, thread)
            or as_broad(said, thread)
            or why_so(said, thread)
        )
        if told is not None:
            return Standalone(told)
        pointed = point(said, thread)
        if pointed.doubt and not said.names:
            return Standalone(question, options=in_each_reading(said, pointed.doubt))
        carried = carry(thread, said, pointed)
        if carried is not None:
            return Standalone(question, query=carried)
        step_of = step_asked(said, thread, pointed)
        if step_of is not None:
            before = thread.last.question
            return Standalone(before, situation=Situation((before,), said.text, (step_of,)))
        nowhere = points_nowhere(said, thread)
        if nowhere or (not thread.focus and thread.phases() is None and dangles(said)):
            return Standalone(question, dangling=True)
        plain = self._said(said.text)
        bare = said.continues and not said.mentions and len(said.text.split()) <= _BARE
        among = thread.subject if pointed.whole and said.says(_OF_THEM) else None
        told = of_its_card(question, said, thread) or rewritten(thread, plain, pointed)
        return Standalone(told, among=among, bare=bare)

    def _in_full(self, thread: Thread, question: str) -> tuple[Thread, FollowUp]:
        """The conversation as far as the question is about it, and what it says with what it leaves out; nothing
        where it only tells a change."""
        text = unechoed(self._said(question), thread)
        text = within_budget(self._said(text), thread)
        text = _SUM_UP.sub("total", _WHO_OF_US.sub(r"\g<who>", heard(text, self._linker)))
        text = evened(text, self._known)
        text = spelled_out(self._said(text), thread)
        thread, text = edited(thread, self._said(text)) or (thread, text)
        text = likewise(text, " ".join(turn.question for turn in thread.turns))
        if thread.kind_of(thread.focus) == "tools":
            text = _WHO_OF_THEM.sub("which", text)
        thread, text = resumed(thread, self._said(text))
        for put in (topical, as_mentioned, unfronted, described, unfronted):
            text = put(self._said(text), thread)
        return thread, self._said(text)

    def _said(self, text: str) -> FollowUp:
        return FollowUp(text, tuple(self._linker.link(text)))

    def _thread(self, conversation_id: str | None) -> Thread | None:
        turns = self._memory.turns(conversation_id)
        return Thread(turns, self._catalogue, self._linker) if turns else None
