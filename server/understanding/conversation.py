"""A question in its conversation: it leans on nothing, on the last typed query, or on the words before it."""

from corpus.linker import Linker
from server.understanding.carry import carry
from server.understanding.dangling import dangles
from server.understanding.followup import FollowUp
from server.understanding.memory import Memory, Turns
from server.understanding.rewriting import Rewriting
from server.understanding.turn import Standalone, Turn

__all__ = ["Conversations", "Standalone", "Turn"]


class Conversations:
    """Reads follow-ups: first as a change of the last typed query, and only then as rewritten text."""

    def __init__(self, linker: Linker, turns: Turns | None = None) -> None:
        self._linker = linker
        self._memory = Memory(linker, turns=turns)
        self._rewriting = Rewriting(linker)

    def remember(self, conversation_id: str, turn: Turn) -> None:
        """Keep the turn as the conversation's last."""
        self._memory.keep(conversation_id, turn)

    def recent(self, conversation_id: str | None) -> tuple[str, ...]:
        """The tools and roles that the last turn was about."""
        return self._memory.recent(conversation_id)

    def standalone(self, conversation_id: str | None, question: str) -> Standalone:
        """The question with what it leans on filled in from the conversation's last turns."""
        turns = self._memory.turns(conversation_id)
        said = FollowUp(question, tuple(self._linker.link(question)))
        if not turns:
            return Standalone(question, dangling=dangles(said))
        several = self._memory.several(turns)
        carried = carry(turns[-1].query, said, several)
        if carried is not None:
            return Standalone(question, query=carried)
        return self._rewriting.standalone(turns, said, several)
