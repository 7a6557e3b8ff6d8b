"""The last turns of each conversation."""

from collections import OrderedDict

from server.understanding.followups.turn import Turn

_KEPT = 1_000
TURNS = 8
"""How many turns of a conversation are kept."""

Turns = OrderedDict[str, tuple[Turn, ...]]
"""The last turns by conversation (`owned`), the longest unused first."""


def owned(conversation_id: str, caller: str | None) -> str:
    """What a conversation is kept by: its id, which a client may choose, behind whose it is. None is everybody who is
    not asked for a key."""
    # No id holds a slash, so that none passes for another caller's.
    return f"{caller}/{conversation_id}" if caller else conversation_id


class Memory:
    """Turns in memory alone; the longest unused conversations are forgotten."""

    def __init__(self, kept: int = _KEPT, turns: Turns | None = None) -> None:
        """`turns` are those of another release, whose conversations go on here."""
        self._kept = kept
        self._turns: Turns = OrderedDict() if turns is None else turns

    def keep(self, conversation_id: str, turn: Turn) -> None:
        """Keep the turn as the conversation's last."""
        self._turns[conversation_id] = (*self._turns.get(conversation_id, ()), turn)[-TURNS:]
        self._turns.move_to_end(conversation_id)
        while len(self._turns) > self._kept:
            self._turns.popitem(last=False)

    def turns(self, conversation_id: str | None) -> tuple[Turn, ...]:
        """The last turns, oldest first; none for a conversation that is not known."""
        return self._turns.get(conversation_id or "", ())
