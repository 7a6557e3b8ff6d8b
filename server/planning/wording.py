"""How a plan's sentences say prices, totals and differences."""

from collections.abc import Iterable, Sequence

from corpus.catalogue import Catalogue
from corpus.vocabulary import PhaseCode, Tool
from server.planning.stack import Stack
from server.wording import listed

MONTHLY = "a month for ten users"


def names(tools: Iterable[Tool]) -> str:
    """`A, B and C`."""
    return listed([tool.name for tool in tools])


def printed(tools: Iterable[Tool]) -> str:
    """`A ($0) and B (CB)`."""
    return listed([f"{tool.name} ({tool.cost.printed})" for tool in tools])


def named(catalogue: Catalogue, phases: Iterable[PhaseCode]) -> list[str]:
    """The phases by name and code: `Version Control (VC)`."""
    return [f"{catalogue.phases[phase].name} ({phase})" for phase in phases]


def agree(things: Sequence[object], one: str, many: str) -> str:
    """The verb that agrees with so many things."""
    return one if len(things) == 1 else many


def total(stack: Stack) -> str:
    """`$30 a month for ten users`, `at least` where a price is not fixed."""
    return f"{'at least ' * bool(stack.unpriced)}${stack.usd:,} {MONTHLY}"


def covering(stack: Stack, wanted: Sequence[PhaseCode], phases: Sequence[str] = (), *, would: bool = False) -> str:
    """`A and B together cover CI and D for $30 …`, or the phases by other names; tools in use that cover nothing asked
    for only cost."""
    serving = [tool for tool in stack.tools if any(tool.covers(phase) for phase in wanted)]
    idle = [tool for tool in stack.tools if tool not in serving]
    cover = (
        agree(serving, "would cover", "would together cover") if would else agree(serving, "covers", "together cover")
    )
    included = f", with {names(idle)} in use beside {agree(serving, 'it', 'them')}," if idle else ""
    return f"{names(serving)} {cover} {listed(phases or wanted)}{included} for {total(stack)}"


def swap(old: Stack, new: Stack) -> tuple[tuple[Tool, ...], tuple[Tool, ...]]:
    """The tools that come in and those that go."""
    comes = tuple(tool for tool in new.tools if tool.name not in old.names)
    goes = tuple(tool for tool in old.tools if tool.name not in new.names)
    return comes, goes


def compared(old: Stack, new: Stack) -> str:
    """How the new stack compares in open prices, money and tools, e.g. `costs $30 more … and needs as many tools`."""
    parts = []
    opened = len(new.unpriced) - len(old.unpriced)
    if opened:
        parts.append(f"has {_more(opened)} without a fixed price")
    if new.usd == old.usd:
        parts.append(f"costs the same ({total(new)})")
    else:
        parts.append(f"costs ${abs(new.usd - old.usd):,} {'more' if new.usd > old.usd else 'less'} ({total(new)})")
    larger = len(new.tools) - len(old.tools)
    parts.append(f"needs {_more(larger) if larger else 'as many tools'}")
    return listed(parts)


def _more(count: int) -> str:
    noun = "tool" if abs(count) == 1 else "tools"
    return f"{abs(count)} {noun} {'more' if count > 0 else 'fewer'}"
