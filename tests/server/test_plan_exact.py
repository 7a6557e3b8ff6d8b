"""Plans against brute force: subsets by increasing size, over the tables read straight from their files."""

import itertools
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from corpus.catalogue import TABLES, load_catalogue
from corpus.document import load_documents
from corpus.linker import Linker
from server.constraints import PlanConstraints
from server.planning.advice import load_advice
from server.planning.clouds import load_clouds
from server.planning.plan import Plan
from server.planning.planner import Planner

CATALOGUE = load_catalogue()
PLANNER = Planner(CATALOGUE, Linker(CATALOGUE), load_clouds(CATALOGUE), load_advice(CATALOGUE, load_documents()))


def raw(name: str) -> dict[str, Any]:
    return tomllib.loads((TABLES / f"{name}.toml").read_text(encoding="utf-8"))


ROWS = {tool["name"]: row for row in raw("tools")["row"] for tool in row["tools"]}
ORDER = list(ROWS)
ROLES = {role["name"]: role for role in raw("roles")["role"]}
CLOUD = {name: cloud for cloud, names in raw("clouds")["tools"].items() for name in names}
CODES = ["BN", "AS", "MD", "MDT", "MDL", "VC", "CI", "D", "M"]
HALVES = {"MDT", "MDL"}


@dataclass(frozen=True)
class Asked:
    """One set of constraints, in plain words of the tables."""

    phases: tuple[str, ...]
    model: str = "either"
    budget_usd: int | None = None
    open_source_only: bool = False
    closed_source_only: bool = False
    paid_only: bool = False
    cloud: str | None = None
    tools: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    team: tuple[str, ...] = ()
    fewest_tools: bool = False
    alternatives: int = 3

    def plan(self) -> Plan:
        return PLANNER.plan(PlanConstraints.model_validate(vars(self)))

    @property
    def wanted(self) -> set[str]:
        half = {"own": "MDT", "llm": "MDL", "either": "MD"}[self.model]
        codes = {half if code == "MD" else code for code in self.phases}
        return codes - {"MD"} if codes & HALVES else codes

    @property
    def open(self) -> set[str]:
        return self.wanted - {code for name in self.tools for code in ticked(name)}


@cache
def ticked(name: str) -> frozenset[str]:
    phases = frozenset(ROWS[name]["phases"])
    return phases | {"MD"} if phases & HALVES else phases


def usd(name: str) -> int | None:
    printed = ROWS[name]["cost"]
    return int(printed[1:]) if printed.startswith("$") else None


def money(names: Iterable[str]) -> int:
    return sum(usd(name) or 0 for name in names)


def key(asked: Asked, names: Iterable[str]) -> tuple[Any, ...]:
    """The documented objective."""
    chosen = sorted(names, key=ORDER.index)
    matching = sum(asked.cloud is not None and CLOUD.get(name) == asked.cloud for name in chosen)
    open_prices = sum(usd(name) is None for name in chosen)
    order = [ORDER.index(name) for name in chosen]
    if asked.fewest_tools:
        return len(chosen), open_prices, money(chosen), -matching, order
    return open_prices, money(chosen), len(chosen), -matching, order


def allowed(asked: Asked, name: str) -> bool:
    return not (
        name in (*asked.tools, *asked.without)
        or (asked.open_source_only and not ROWS[name]["open_source"])
        or (asked.closed_source_only and ROWS[name]["open_source"])
        or (asked.paid_only and usd(name) == 0)
        or (asked.cloud and CLOUD.get(name, asked.cloud) != asked.cloud)
        or (asked.budget_usd is not None and usd(name) is None)
        or not ticked(name) & asked.open
    )


def alike(asked: Asked, name: str) -> tuple[Any, ...]:
    matches = asked.cloud is not None and CLOUD.get(name) == asked.cloud
    return frozenset(ticked(name) & asked.open), usd(name), matches


def stacks(asked: Asked, *, swaps: bool = False) -> Iterator[set[str]]:
    """The minimal stacks of tools to add, in no order; with `swaps` those of interchangeable tools too."""
    names = [name for name in ORDER if allowed(asked, name)]
    if not swaps:
        names = list({alike(asked, name): name for name in reversed(names)}.values())
    wanted = asked.open
    fills = {name: ticked(name) & wanted for name in names}
    for size in range(len(wanted) + 1):
        for chosen in itertools.combinations(names, size):
            counted = [code for name in chosen for code in fills[name]]
            if set(counted) != wanted:
                continue
            minimal = all(any(counted.count(code) == 1 for code in fills[name]) for name in chosen)
            affordable = asked.budget_usd is None or money((*asked.tools, *chosen)) <= asked.budget_usd
            if minimal and affordable:
                yield set(chosen)


def ranked(asked: Asked) -> list[set[str]]:
    return sorted(stacks(asked), key=lambda added: key(asked, added))


def best(asked: Asked) -> set[str] | None:
    found = min(stacks(asked), key=lambda added: key(asked, added), default=None)
    return None if found is None else found | set(asked.tools)


@st.composite
def constraints(draw: st.DrawFn, most: int = 4) -> Asked:
    phases = tuple(draw(st.lists(st.sampled_from(CODES), min_size=1, max_size=most, unique=True)))
    tools = draw(st.lists(st.sampled_from(ORDER), max_size=3, unique=True))
    # Tools without which a phase becomes dear or cannot be covered, and any others.
    scarce = st.sampled_from(["Jenkins", "MLFlow", "Chef", "Puppet", "Azure DevOps", "GitLab Enterprise"])
    without = draw(st.lists(scarce | st.sampled_from(ORDER), max_size=12, unique=True))
    return Asked(
        phases=phases,
        model=draw(st.sampled_from(["own", "llm", "either"])) if "MD" in phases else "either",
        budget_usd=draw(st.none() | st.sampled_from([0, 29, 30, 33, 70, 100, 290, 323, 600])),
        **draw(st.sampled_from([{}, {"open_source_only": True}, {"closed_source_only": True}])),
        paid_only=draw(st.booleans()),
        cloud=draw(st.sampled_from([None, "aws", "azure", "google"])),
        tools=tuple(draw(st.sampled_from([(), tuple(tools)]))),
        without=tuple(name for name in without if name not in tools),
        team=tuple(draw(st.lists(st.sampled_from(list(ROLES)), max_size=3))),
        fewest_tools=draw(st.booleans()),
        alternatives=draw(st.integers(0, 5)),
    )


@given(constraints())
@settings(max_examples=200, deadline=None)
def test_the_ranking_is_that_of_brute_force(asked: Asked) -> None:
    plan, expected = asked.plan(), ranked(asked)
    assert plan.status == ("planned" if expected else "infeasible")
    given_stacks = [plan.stack, *(other.stack for other in plan.alternatives)] if plan.stack else []
    assert [{tool.name for tool in stack.added} for stack in given_stacks] == expected[: 1 + asked.alternatives]
    for stack in given_stacks:
        assert {tool.name for tool in stack.kept} == set(asked.tools)
        assert stack.usd == money(stack.names)
        assert {tool.name for tool in stack.unpriced} == {name for name in stack.names if usd(name) is None}


@given(constraints(most=3))
@settings(max_examples=150, deadline=None)
def test_no_stack_at_all_is_better_and_swaps_are_told(asked: Asked) -> None:
    """Over every tool, interchangeable ones included: the plan's stack is the best, and what equals it up to
    print order is what the picks' own interchangeable tools give."""
    plan = asked.plan()
    everything = list(stacks(asked, swaps=True))
    assert bool(everything) == bool(plan.stack)
    if plan.stack is None:
        return
    added = {tool.name for tool in plan.stack.added}
    assert added == min(everything, key=lambda names: key(asked, names))
    for pick in plan.picks:
        for other in pick.equals:
            swapped = added - {pick.tool.name} | {other}
            assert swapped in everything
            assert key(asked, swapped)[:4] == key(asked, added)[:4]


@given(constraints(most=3))
@settings(max_examples=200, deadline=None)
def test_every_tool_is_picked_or_rejected_once_for_a_reason_that_holds(asked: Asked) -> None:
    plan = asked.plan()
    picked = set(plan.stack.names if plan.stack else asked.tools)
    told = [(name, rejection.why) for rejection in plan.rejected for name in rejection.tools]
    irrelevant = [name for name in ORDER if name not in picked and not ticked(name) & asked.wanted]
    irrelevant = [name for name in irrelevant if name not in asked.without]
    counted = [rejection.reason.text for rejection in plan.rejected if rejection.why == "no_phase"]
    assert [int(text.split()[0]) for text in counted] == ([len(irrelevant)] if irrelevant else [])
    names = [name for name, _ in told]
    assert len(names) == len(set(names))
    if plan.stack:
        assert {*names, *irrelevant, *picked} == set(ORDER)
    room = None if asked.budget_usd is None else max(0, asked.budget_usd - money(asked.tools))
    for name, why in told:
        price = usd(name)
        barred = {
            "excluded": name in asked.without,
            "other_cloud": asked.cloud is not None and CLOUD.get(name, asked.cloud) != asked.cloud,
            "not_open_source": asked.open_source_only and not ROWS[name]["open_source"],
            "open_source": asked.closed_source_only and ROWS[name]["open_source"],
            "free": asked.paid_only and price == 0,
            "no_fixed_price": room is not None and price is None,
            "over_budget": room is not None and price is not None and price > room,
        }
        strongest = next((bar for bar, holds in barred.items() if holds), None)
        assert (why if why in barred else None) == strongest, name
        if why == "in_use_covers":
            assert not ticked(name) & asked.open
        if why == "dominated":
            assert any(
                ticked(name) & asked.open <= ticked(pick) and key(asked, [pick])[:2] <= key(asked, [name])[:2]
                for pick in picked - set(asked.tools)
            )
        if why == "outranked":
            with_it = best(replace(asked, tools=(*asked.tools, name)))
            assert with_it is None or key(asked, with_it) > key(asked, picked)


@given(constraints(most=3))
@settings(max_examples=150, deadline=None)
def test_changes_are_what_solving_again_gives(asked: Asked) -> None:
    plan = asked.plan()
    if plan.stack is None:
        return
    found = {(change.altered, frozenset(change.stack.names) if change.stack else None) for change in plan.changes}
    fields = (
        *(("open_source_only", False), ("closed_source_only", False), ("paid_only", False)),
        *(("cloud", None), ("without", ()), ("tools", ()), ("model", "either")),
    )
    varied = [(name, replace(asked, **{name: value})) for name, value in fields if getattr(asked, name) != value]
    varied += [("cloud", replace(asked, cloud=cloud)) for cloud in ("aws", "azure", "google")]
    varied += [
        ("without", replace(asked, without=(*asked.without, pick.tool.name)))
        for pick in plan.picks
        if not pick.in_use and not pick.equals
    ]
    for name, other in varied:
        stack = best(other)
        changed = (name,), frozenset(stack) if stack is not None else None
        assert (changed in found) == (changed[1] != plan.stack.names), changed
    tight = (("budget_usd",), None)
    fixed = plan.stack.usd > 0 and bool(plan.stack.added) and not plan.stack.unpriced and not asked.fewest_tools
    assert (tight in found) == fixed
    if fixed:
        assert best(replace(asked, budget_usd=plan.stack.usd - 1)) is None
        assert best(replace(asked, budget_usd=plan.stack.usd)) == plan.stack.names


@st.composite
def tight(draw: st.DrawFn) -> Asked:
    """Constraints that often leave nothing: CI has six tools, two of them free, three at a fixed price."""
    asked = draw(constraints(most=2))
    kept = draw(st.sampled_from([(), ("Whylabs",), ("Asana", "Datadog")]))
    without = {"MLFlow", "Jenkins", *asked.without, *draw(st.sampled_from([(), ("Azure DevOps", "GitLab Enterprise")]))}
    return replace(
        asked,
        phases=tuple(dict.fromkeys((*asked.phases, "CI"))),
        budget_usd=draw(st.sampled_from([None, 0, 10, 40, 110])),
        tools=kept,
        without=tuple(sorted(without - set(kept))),
        alternatives=0,
    )


@given(tight())
@settings(max_examples=150, deadline=None)
def test_what_is_in_the_way_of_a_stack(asked: Asked) -> None:
    assume(best(asked) is None)
    plan = asked.plan()
    assert plan.status == "infeasible"
    assert not plan.picks
    asked = replace(asked, fewest_tools=False)  # what would do is told by price
    free = {
        **{"budget_usd": None, "open_source_only": False, "closed_source_only": False, "paid_only": False},
        **{"cloud": None, "without": (), "tools": (), "model": "either"},
    }
    binding = {name: value for name, value in free.items() if getattr(asked, name) != value}
    alone = {name for name in binding if best(replace(asked, **{name: binding[name]})) is not None}
    left = sorted(asked.wanted)
    if len(left) > 1:
        shorter = (replace(asked, phases=tuple(c for c in left if c != code), model="either") for code in left)
        alone |= {"phases"} if any(best(other) is not None for other in shorter) else set()
    assert {name for change in plan.conflicts for name in change.altered} == alone
    uncovered = {gap.phase for gap in plan.gaps if gap.by == "tools"}
    assert uncovered == {code for code in asked.open if not any(_could(asked, name, code) for name in ORDER)}
    assert plan.nearest is not None
    assert plan.nearest.stack is not None
    for size in range(1, len(binding) + 1):
        found = [
            stack
            for chosen in itertools.combinations(binding, size)
            if (stack := best(replace(asked, **{name: binding[name] for name in chosen}))) is not None
        ]
        if found:
            assert len(plan.nearest.altered) == size
            nearest = key(replace(asked, cloud=None), plan.nearest.stack.names)[:3]
            assert nearest == min(key(replace(asked, cloud=None), stack)[:3] for stack in found)
            break


def _could(asked: Asked, name: str, code: str) -> bool:
    room = None if asked.budget_usd is None else max(0, asked.budget_usd - money(asked.tools))
    return code in ticked(name) and allowed(asked, name) and (room is None or (usd(name) or 0) <= room)


def takes_part(name: str, code: str) -> bool:
    printed = set(ROLES[name]["phases"])
    if code == "MD":
        return bool(printed & {"MD", *HALVES})
    return code in printed or (code in HALVES and "MD" in printed)


@given(constraints(most=9))
@settings(max_examples=60, deadline=None)
def test_the_team_is_that_of_brute_force(asked: Asked) -> None:
    order = list(ROLES)
    barred = {name for name in order[len(asked.without) :: 5] if name not in asked.team}
    left = [name for name in order if name not in barred]
    unconstrained = {"budget_usd": None, "open_source_only": False, "closed_source_only": False, "paid_only": False}
    plan = replace(asked, **unconstrained, without=tuple(barred), cloud=None, alternatives=0).plan()
    missing = {
        code
        for code in asked.wanted
        if any(takes_part(name, code) for name in left) and not any(takes_part(name, code) for name in asked.team)
    }
    free = {name: {code for code in missing if takes_part(name, code)} for name in left if name not in asked.team}
    covering = [
        chosen
        for size in range(len(missing) + 1)
        for chosen in itertools.combinations(free, size)
        if missing <= {code for name in chosen for code in free[name]}
    ]

    def wages(names: Iterable[str]) -> int:
        return sum(ROLES[name]["monthly_wage_usd"] for name in names)

    expected = min(covering, key=lambda names: (wages(names), len(names), [order.index(name) for name in names]))
    assert tuple(pick.role.name for pick in plan.roles if not pick.at_hand) == expected
    assert plan.wages_to_add == wages(expected)
    assert plan.wages_at_hand == wages(asked.team)
    assert sum(pick.count for pick in plan.roles if pick.at_hand) == len(asked.team)
    unprinted = {code for code in asked.wanted if not any(takes_part(name, code) for name in left)}
    assert {gap.phase for gap in plan.gaps if gap.by == "roles"} == unprinted


@pytest.mark.slow
@given(constraints(most=7))
@settings(max_examples=60, deadline=None)
def test_the_ranking_over_many_phases_is_that_of_brute_force(asked: Asked) -> None:
    plan, expected = asked.plan(), ranked(asked)
    given_stacks = [plan.stack, *(other.stack for other in plan.alternatives)] if plan.stack else []
    assert [{tool.name for tool in stack.added} for stack in given_stacks] == expected[: 1 + asked.alternatives]
