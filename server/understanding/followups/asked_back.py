"""Questions back: the readings that are offered, and the one that the answer to them chooses."""

import re

from server.conditions import Covers
from server.query import Query, Select
from server.understanding.followups.angle import angle_of, seen_from
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.pointing import IT, OTHER_ONE
from server.understanding.followups.thread import Thread

_WORD = re.compile(r"\w+")
# A longer answer asks something of its own.
_BRIEF = 4


def in_each_reading(said: FollowUp, names: tuple[str, ...]) -> tuple[str, ...]:
    """The question with `it` or `that one` as each of the names."""
    match = OTHER_ONE.search(said.masked) or IT.search(said.masked)
    if match is None:
        return ()
    return tuple(f"{said.text[: match.start()]}{name}{said.text[match.end() :]}" for name in names)


def chosen_of(thread: Thread, said: FollowUp) -> str | None:
    """The offered reading that the answer chooses; None where it chooses none of them."""
    options: dict[str, str] = {}
    for option in thread.last.options:
        for mention in thread.linker.link(option):
            if mention.kind in ("tool", "role"):
                options[mention.name] = option
    names = tuple(options)
    kind = thread.kind_of(names)
    chosen = _by_name(thread, said, kind, names) if kind is not None else None
    return options[chosen] if chosen is not None else _by_words(thread.last.options, said)


def _by_name(thread: Thread, said: FollowUp, kind: Select, names: tuple[str, ...]) -> str | None:
    """The one that is named, left over or ranked first."""
    denied = {name for part in said.parts if part.denied for name in part.names}
    stated = {name for part in said.parts if not part.denied for name in part.names}
    left = [name for name in names if name in stated] or [name for name in names if denied and name not in denied]
    if not left and not said.parts:
        query = Query(select=kind, measure="describe", named=names)
        angle = angle_of(said.masked, query, several=True, both=False, states=False)
        left = list(thread.members(seen_from(query, angle, names))) if angle.measure in ("min", "max") else []
    return left[0] if len(left) == 1 else None


def _by_words(options: tuple[str, ...], said: FollowUp) -> str | None:
    """The one that has most of the words in a brief answer: `Google`, `the data one`."""
    words = set(_WORD.findall(said.text.lower()))
    more = any(not isinstance(piece.condition, Covers) for piece in said.pieces(wages=True))
    if not options or more or len(words) > _BRIEF:
        return None
    offered = [set(_WORD.findall(option.lower())) for option in options]
    everywhere = set.intersection(*offered)
    shared = [len(words & (each - everywhere)) for each in offered]
    return options[shared.index(max(shared))] if max(shared) and shared.count(max(shared)) == 1 else None
