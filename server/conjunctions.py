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


def affirmed(condition: Condition) -> Condition:
    """The condition, or the one that it denies."""
    return condition.of if isinstance(condition, Not) else condition
