"""The last turns of each conversation, and the names that they were about."""

from collections import OrderedDict

from corpus.linker import Linker
from server.understanding.turn import Turn

_KEPT = 1_000
_TURNS = 4

Turns = OrderedDict[str, tuple[Turn, ...]]
"""The last turns by conversation, the longest unused first."""


class Memory:
    """Turns in memory alone; the longest unused conversations are forgotten."""

    def __init__(self, linker: Linker, kept: int = _KEPT, turns: Turns | None = None) -> None:
        """`turns` are those of another release, whose conversations go on here."""
        self._linker = linker
        self._kept = kept
        self._turns: Turns = OrderedDict() if turns is None else turns

    def keep(self, conversation_id: str, turn: Turn) -> None:
        """Keep the turn as the conversation's last."""
        self._turns[conversation_id] = (*self._turns.get(conversation_id, ()), turn)[-_TURNS:]
        self._turns.move_to_end(conversation_id)
        while len(self._turns) > self._kept:
            self._turns.popitem(last=False)

    def turns(self, conversation_id: str | None) -> tuple[Turn, ...]:
        """The last turns, oldest first; none for a conversation that is not known."""
        return self._turns.get(conversation_id or "", ())

    def recent(self, conversation_id: str | None) -> tuple[str, ...]:
        """The tools and roles that the last turn was about."""
        turns = self.turns(conversation_id)
        if not turns:
            return ()
        return (*turns[-1].items.tools, *turns[-1].items.roles, *self.named(turns[-1]))

    def named(self, turn: Turn) -> tuple[str, ...]:
        """The tools or roles that a turn is about by name; a statement (`we use X and Y`) is about those it names."""
        if turn.query is not None:
            return turn.query.named
        mentions = self._linker.link(turn.question)
        tools = tuple(dict.fromkeys(mention.name for mention in mentions if mention.kind == "tool"))
        return tools or tuple(dict.fromkeys(mention.name for mention in mentions if mention.kind == "role"))

    def several(self, turns: tuple[Turn, ...]) -> tuple[str, ...]:
        """What `both` and `they` mean: the names of the last turn, or of the last turns that were about one each."""
        last = self.named(turns[-1]) or turns[-1].found
        if len(last) > 1:
            return last
        singles: list[str] = []
        for turn in reversed(turns):
            names = self.named(turn) or turn.found
            if len(names) != 1:
                break
            singles.insert(0, names[0])
        return tuple(dict.fromkeys(singles))
