"""Conditions put to those that hold already: one more of them, or one in the place of those of its kind."""

from collections.abc import Collection

from server.conditions import (
    AllOf,
    AnyOf,
    Condition,
    Confined,
    Costs,
    Covers,
    Earns,
    Named,
    Not,
    OpenSource,
    Priced,
    Spans,
    Thing,
)
from server.conjunctions import all_of, parts_of


def sort_of(condition: Condition) -> str:
    """What a condition is about: the phases, the licence, the price, the wage or how many phases."""
    match condition:
        case Not():
            return sort_of(condition.of)
        case Covers() | Confined():
            return "phases"
        case OpenSource():
            return "licence"
        case Costs() | Priced():
            return "price"
        case Earns():
            return "wage"
        case Spans():
            return "number of phases"
        case AllOf() | AnyOf():
            sorts = {sort_of(part) for part in condition.of}
            return sorts.pop() if len(sorts) == 1 else "several"
        case _:
            return condition.kind


def narrowed(where: Condition, stated: Condition, pool: Collection[Thing]) -> Condition:
    """The old conditions and the new ones; an old one that contradicts a new one gives way to it."""
    new = parts_of(stated)
    old = (part for part in parts_of(where) if not any(_contradict(part, further, pool) for further in new))
    return all_of(dict.fromkeys((*old, *new)))


def replaced(where: Condition, stated: Condition, pool: Collection[Thing]) -> Condition:
    """The old conditions with the new ones in the place of those of their kind."""
    new = tuple(_with_sign(part, where) for part in parts_of(stated))
    old = (
        part
        for part in parts_of(where)
        if not any(_gives_way(part, further) or _contradict(part, further, pool) for further in new)
    )
    return all_of(dict.fromkeys((*old, *new, *_confined(where, new))))


def _confined(where: Condition, new: Collection[Condition]) -> tuple[Condition, ...]:
    """`and for monitoring?` after what is for deployment only: nothing but that either."""
    before = any(isinstance(part, Confined) for part in parts_of(where))
    phases = tuple(part.phase for part in new if isinstance(part, Covers))
    return (Confined(phases=phases),) if before and phases and len(phases) == len(new) else ()


def _contradict(old: Condition, new: Condition, pool: Collection[Thing]) -> bool:
    """Whether nothing at all can meet both. That nothing covers two phases is an answer and no contradiction."""
    if sort_of(old) != sort_of(new) or sort_of(old) not in ("licence", "price"):
        return new in (Not(of=old), getattr(old, "of", None) if isinstance(old, Not) else None)
    return not any(old.holds(thing) and new.holds(thing) for thing in pool)


def _gives_way(old: Condition, new: Condition) -> bool:
    if sort_of(old) != sort_of(new) or (isinstance(new, Not) and not isinstance(new.of, Costs | OpenSource)):
        return False  # a denial only narrows; `paid` and `closed` say what is wanted
    if isinstance(new, Covers | AnyOf) and isinstance(old, Not):
        return isinstance(new, Covers) and old.of == new
    if isinstance(new, Costs) and new.usd:
        priced = isinstance(old, Priced) or (isinstance(old, Not) and isinstance(old.of, Costs))
        return not priced and not (isinstance(old, Costs) and _meets(old, new))
    return not (isinstance(new, Named) and isinstance(old, Not))


def _meets(old: Costs, new: Costs) -> bool:
    """Whether the two bound a range from both sides."""
    low, high = (old, new) if old.comparison in (">", ">=") else (new, old)
    return low.comparison in (">", ">=") and high.comparison in ("<", "<=") and low.usd < high.usd


def _with_sign(new: Condition, where: Condition) -> Condition:
    """`make that $20`: an amount alone keeps the old bound's side."""
    if not isinstance(new, Costs | Earns) or new.comparison != "=" or not new.usd:
        return new
    old = next((part for part in parts_of(where) if isinstance(part, type(new)) and part.usd), None)
    return new.model_copy(update={"comparison": old.comparison}) if old is not None else new
