"""Questions back: the readings that are offered, and the one that the answer to them chooses."""

from server.query import Query
from server.understanding.followups.angle import angle_of, seen_from
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.pointing import IT, OTHER_ONE
from server.understanding.followups.thread import Thread


def in_each_reading(said: FollowUp, names: tuple[str, ...]) -> tuple[str, ...]:
    """The question with `it` or `that one` as each of the names."""
    match = OTHER_ONE.search(said.masked) or IT.search(said.masked)
    if match is None:
        return ()
    return tuple(f"{said.text[: match.start()]}{name}{said.text[match.end() :]}" for name in names)


def chosen_of(thread: Thread, said: FollowUp) -> str | None:
    """The offered reading that the answer names, leaves over or ranks first; None where it chooses none of them."""
    options: dict[str, str] = {}
    for option in thread.last.options:
        for mention in thread.linker.link(option):
            if mention.kind in ("tool", "role"):
                options[mention.name] = option
    names = tuple(options)
    kind = thread.kind_of(names)
    if kind is None:
        return None
    denied = {name for part in said.parts if part.denied for name in part.names}
    stated = {name for part in said.parts if not part.denied for name in part.names}
    left = [name for name in names if name in stated] or [name for name in names if denied and name not in denied]
    if not left and not said.parts:
        query = Query(select=kind, measure="describe", named=names)
        angle = angle_of(said.masked, query, several=True, both=False, states=False)
        left = list(thread.members(seen_from(query, angle, names))) if angle.measure in ("min", "max") else []
    return options[left[0]] if len(left) == 1 else None
