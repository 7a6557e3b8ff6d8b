"""The last typed query carried on: what a follow-up changes of it, where that is all that it says."""

from collections.abc import Callable

from server.query import Query
from server.understanding.angle import (
    in_other_order,
    of_another_kind,
    of_the_named,
    on_another_basis,
    ranked,
    recounted,
    relisted,
    totalled,
)
from server.understanding.followup import FollowUp
from server.understanding.membership import with_more, with_others, without_names
from server.understanding.restriction import restricted, reversed_polarity, taken_out

# Most specific first: the first change that fits is made.
_CHANGES: tuple[Callable[[Query, FollowUp], Query | None], ...] = (
    without_names,
    taken_out,
    with_more,
    of_another_kind,
    in_other_order,
    on_another_basis,
    recounted,
    relisted,
    totalled,
    ranked,
    with_others,
    reversed_polarity,
    restricted,
)


def carry(query: Query | None, said: FollowUp, several: tuple[str, ...]) -> Query | None:
    """The last query with what the follow-up changes; None where it says anything else. `several` are the
    tools or roles that `both` and `they` would mean."""
    about = of_the_named(query, said, several)
    if about is not None or query is None or query.plan is not None:
        return about
    for change in _CHANGES:
        changed = change(query, said)
        if changed is not None:
            return changed
    return None
