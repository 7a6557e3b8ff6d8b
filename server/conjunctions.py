"""How conditions are put together and told apart: all or any of several, what is denied, what only tools or roles can
meet."""

from collections.abc import Iterable

from server.conditions import AllOf, AnyOf, Classified, Condition, Costs, Earns, Not, OpenSource, Priced

OF_TOOLS = (Costs, OpenSource, Priced)
OF_ROLES = (Earns, Classified)


def all_of(parts: Iterable[Condition]) -> Condition:
    """All of the parts, which is the part itself where it is alone; no parts hold for everything."""
    several = tuple(parts)
    return several[0] if len(several) == 1 else AllOf(of=several)


def any_of(parts: Iterable[Condition]) -> Condition:
    """One of the parts, which is the part itself where it is alone."""
    several = tuple(parts)
    return several[0] if len(several) == 1 else AnyOf(of=several)


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """The conditions that must all hold."""
    return (
        tuple(part for one in condition.of for part in parts_of(one)) if isinstance(condition, AllOf) else (condition,)
    )


def leaves_of(condition: Condition) -> tuple[Condition, ...]:
    """The conditions that it is put together of, whether all or any of them must hold."""
    if isinstance(condition, AllOf | AnyOf):
        return tuple(leaf for one in condition.of for leaf in leaves_of(one))
    return (condition,)


def affirmed(condition: Condition) -> Condition:
    """The condition, or the one that it denies."""
    return condition.of if isinstance(condition, Not) else condition
