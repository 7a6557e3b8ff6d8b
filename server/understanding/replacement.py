"""Conditions put in the place of those of their kind: the phase, the licence, the price or the wage."""

from server.conditions import AllOf, AnyOf, Condition, Confined, Costs, Covers, Earns, Not, OpenSource, Priced, Spans


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """The conditions that must all hold."""
    return (
        tuple(part for one in condition.of for part in parts_of(one)) if isinstance(condition, AllOf) else (condition,)
    )


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


def replaced(where: Condition, stated: Condition) -> Condition:
    """The old conditions with the new ones in the place of those of their kind."""
    new = parts_of(stated)
    old = [part for part in parts_of(where) if not any(_gives_way(part, further) for further in new)]
    new = tuple(_with_sign(part, where) for part in new)
    parts = (*old, *new)
    return parts[0] if len(parts) == 1 else AllOf(of=parts)


def _gives_way(old: Condition, new: Condition) -> bool:
    if sort_of(old) != sort_of(new):
        return False
    if isinstance(new, Covers | AnyOf) and isinstance(old, Not):
        return isinstance(new, Covers) and old.of == new
    if isinstance(new, Costs) and new.usd:
        priced = isinstance(old, Priced) or (isinstance(old, Not) and isinstance(old.of, Costs))
        return not priced and not (isinstance(old, Costs) and _meets(old, new))
    return True


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
