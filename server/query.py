"""The typed query: what a question about the tables asks, once understood."""

from collections.abc import Iterable
from typing import Literal

from corpus.practices import Answered
from corpus.vocabulary import PhaseCode, Record
from server.basis import Basis
from server.conditions import AllOf, Comparison, Condition, compared
from server.constraints import PlanConstraints
from server.ordinals import ordinal
from server.wording import listed, singular

Select = Literal["tools", "roles", "phases", "maturity", "aspects", "decision", "stack", "team"]
Attribute = Literal["cost", "licence", "phases", "wage", "dol_code", "dol_title", "tool_count", "role_count", "steps"]
Combine = Literal["common", "any", "gap", "difference", "minus"]
Order = Literal["after", "before", "between", "first", "last", "down"]
Measure = Literal[
    "list",
    "count",
    "share",
    "sum",
    "mean",
    "median",
    "min",
    "max",
    "spread",
    "months",
    "heads",
    "check",
    "attribute",
    "compare",
    "describe",
]


class Query(Record):
    """One typed query; what a field is for depends on `select`."""

    select: Select
    """What is asked for: rows of a table, the way through Figure 2 (`decision`), or a plan (`stack`, `team`)."""
    measure: Measure = "list"
    """What is told of it: `count` of `how many tools …`. `months` and `heads` tell how long and for how many `amount`
    lasts: `how many months does $5,000 pay for Asana?`"""

    where: Condition = AllOf()
    """What tools or roles must meet: `free`, `covers CI`. Of phases it only bounds what is counted in each."""
    within: Condition = AllOf()
    """What `where` is held against. A `share` is of those within that meet `where` too: `what part of the CI tools is
    free?` Without `named`, `compare` sets how many are within against how many meet `where`, as phases do for each:
    `are there more free tools than paid ones?` With `named`, `compare`, `min` and `max` set what those within come to
    against what the others do."""
    named: tuple[str, ...] = ()
    """What the question is about, in its order: `what do Asana and Taiga cost?` Of phases, whose they are; of two in a
    `share`, the difference in percent is wanted."""
    claimed: tuple[str, ...] = ()
    """What a question takes to be all that is found: `is it just MLFlow and Jenkins?`"""

    by: Attribute | None = None
    """What is looked up, summed, compared or ranked: `cost` of `what do they cost?`; `steps` are those of `phases`."""
    rank: int = 1
    """Which one of a ranking: 2 for `the second cheapest`, or, with `order`, for `the second phase`."""
    limit: int = 1
    """How many of a ranking: 3 for `the three cheapest`."""
    falling: bool | None = None
    """Whether a list is sorted with the highest first: False for `from cheapest to dearest`."""
    team: tuple[int, ...] = ()
    """How often each of `named` counts in a sum: (2, 1) for `two DevOps Engineers and a Business Analyst`."""
    comparison: Comparison = "="
    """How a count is held against `amount`, or the one of `where` against that of `within`."""
    amount: int | None = None
    """A number of the question. Phases: how many tools or roles they must have, `more than 10 tools`. A sum: the budget
    to keep to. A premise: how many there are taken to be, `why does no tool cover CI?`"""
    basis: Basis = Basis()
    """How many users and months amounts are told for: 12 months of `annual salary`."""

    combine: Combine = "any"
    """How the phases of `named` are put together: `common` to all, covered by `any`, left as a `gap`, the `difference`,
    or those of the first `minus` the others. `compare` takes amounts `minus` each other, and a sum tells what is left
    of `amount`: `what is left of $200?`"""
    phases: tuple[PhaseCode, ...] = ()
    """The phases that `order` or `steps` are about: CI in `what comes after CI?`"""
    order: Order | None = None
    """Where the phases stand: `after` or `before` that of `phases`, `between` two, the `first` or the `last`, or what
    each leads `down` to. Of maturity: the level after or before `level`, or the models that have it first or last;
    with `check`, the steps after what is `stated`."""
    step: str | None = None
    """The step beside which another is wanted: `which step comes after staging?`"""

    level: str | None = None
    """One level of maturity, by its label or by words of its name: `Level 2`."""
    target: str | None = None
    """The level to climb to, from `level` or from the bottom, beyond what is `stated`: `from level 1 to level 2`."""
    stated: tuple[tuple[str, Answered], ...] = ()
    """What the asker tells of the own team: conditions of Figure 2 (`we have no GPUs`), or practices (`we deploy by
    hand`)."""
    plan: PlanConstraints | None = None
    """What a stack or a team has to keep to."""

    premise: bool = False
    """Whether the question takes `where` (or `amount`) for granted, so that it must be checked: `why is X free?` Of
    other measures: whether what they show contradicts the question."""
    found: bool = False
    """Whether it is about what the first query finds: `… and what do they cost?`"""
    also: tuple["Query", ...] = ()
    """What else the question asks for: `tools for CI, and who uses them?`"""

    @property
    def of_a_set(self) -> bool:
        """Whether it asks for some of the tools or roles, by what holds of them."""
        return self.select in ("tools", "roles") and not self.named and self.plan is None

    def beside(self, others: Iterable["Query"]) -> "Query":
        """The query with others that the answer is to meet as well."""
        return self.model_copy(update={"also": (*self.also, *others)})

    def words(self) -> str:
        """The query in words, for the reader to check the understanding."""
        return "; ".join((self._words(), *(query.words() for query in self.also)))

    def _bound_words(self) -> list[str]:
        if self.select == "phases" and self.by and self.amount is not None:
            return [f"of which there are {compared(self.comparison)}{self.amount}"]
        if self.measure in ("sum", "months", "heads") and self.amount is not None:
            return [f"{'and what is left of' if self.combine == 'minus' else 'out of'} ${self.amount:,}"]
        return self._level_words() if self.select == "maturity" else []

    def _level_words(self) -> list[str]:
        parts = []
        if self.amount is not None and not self.premise:
            parts.append(f"that have {compared(self.comparison)}{self.amount} levels")
        if self.target:
            parts.append(f"from {self.level} to {self.target}" if self.level else f"up to {self.target}")
        elif self.level:
            parts.append(f"{'without' if self.combine == 'gap' else 'at'} {self.level}")
        return parts

    def _checked(self) -> str:
        """`check whether Wekan is free`, `check which of Kubeflow and MLFlow cover M`."""
        condition, basis = self.where.words(), "" if self.basis == Basis() else f" ({self.basis.words})"
        if len(self.named) == 1:
            return f"check whether {self.named[0]} {singular(condition)}{basis}"
        return f"check which of {listed(self.named)} {condition}{basis}"

    def _words(self) -> str:
        named_alone = self.named and self.where.words() and not self.within.words()
        return self._checked() if self.measure == "check" and named_alone else self._selected()

    def _measured(self) -> str:
        if self.measure == "share" and self.named:
            return "compare in percent the"
        rank = f"{ordinal(self.rank)} " if self.rank > 1 and not self.order else ""
        return f"{f'the {self.limit} ' if self.limit > 1 else ''}{rank}{_MEASURES[self.measure]}"

    def _linked(self) -> str:
        if self.measure == "share":
            return "of which"
        return "against those that" if self.within.words() else "that"

    def _ordered(self) -> str:
        if self.rank > 1:
            return f"that come {ordinal(self.rank)}{' to last' if self.order == 'last' else ''}"
        return _ORDER[self.order] if self.order else "in"

    def _selected(self) -> str:
        parts = [f"{self._measured()} {self.select}"]
        if self.select == "decision":
            parts = ["whether to train an own LLM or use an existing one"]
        if self.plan is not None:
            parts = [f"plan a {self.select} to {self.plan.words()}"]
        if self.select == "maturity" and self.measure == "check":
            parts = ["the next steps of your team" if self.order else "the maturity level of your team"]
        if self.by:
            parts.append(f"by {self.by.replace('_', ' ')}{_FALLING[self.falling if self.measure == 'list' else None]}")
        if self.named or self.found:
            parts.append(f"for {', '.join(self.named) or 'what that finds'}")
        if self.within.words():
            parts.append(f"that {self.within.words()}{' against the others' * bool(self.named)}")
        condition = self.where.words()
        if condition:
            parts.append(f"{self._linked()} {condition}")
        parts += self._bound_words()
        if (self.order or self.phases) and self.measure != "check":
            parts.append(f"{self._ordered()} {self.step or ', '.join(self.phases)}".rstrip())
        differing = self.select == "maturity" and self.measure == "compare"
        if self.combine in _COMBINED and self.measure != "sum" and not self.level and not differing:
            parts.append(_COMBINED[self.combine] if self.select == "phases" else "(the first against the others)")
        if self.stated:
            parts.append(f"given {', '.join(f'{name}: {answer}' for name, answer in self.stated)}")
        if self.basis != Basis():
            parts.append(f"({self.basis.words})")
        if self.claimed:
            parts.append(f"and whether {_ARE[len(self.claimed) > 1]} just {listed(self.claimed)}")
        return " ".join(parts)


_ORDER: dict[Order, str] = {
    "after": "that come after",
    "before": "that come before",
    "between": "that lie between",
    "first": "that come first",
    "last": "that come last",
    "down": "that each completed phase leads down to",
}
_ARE = ("that is", "these are")
_FALLING: dict[bool | None, str] = {None: "", False: ", the lowest first,", True: ", the highest first,"}
_COMBINED: dict[Combine, str] = {
    "common": "in common",
    "gap": "left uncovered",
    "difference": "not shared",
    "minus": "of the first alone",
}
_MEASURES: dict[Measure, str] = {
    "list": "list the",
    "count": "count the",
    "share": "share of the",
    "sum": "total of the",
    "mean": "average of the",
    "median": "median of the",
    "min": "lowest of the",
    "max": "highest of the",
    "spread": "lowest and highest of the",
    "months": "for how many months an amount pays for the",
    "heads": "how many an amount pays for of the",
    "check": "check whether the",
    "attribute": "look up the",
    "compare": "compare the",
    "describe": "describe the",
}
Query.model_rebuild()
