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
    """One typed query.

    `where` restricts tools or roles. `named` are the entities that the question is about, in its
    order. `by` is what min, max, sum, attribute and compare look at; `rank` 2 is the second lowest or
    highest, `limit` how many of them. For `phases`, `named` decide and `where` only bounds what is counted;
    `combine` says how (`common` to all, covered by `any`, left as a `gap`, the `difference`, or the first `minus`
    the others, which `compare` does with amounts), or `order` does: the phase `after` or `before` that of `phases`,
    those `between` two, the `first`, the `last` (or the `rank`-th from there), or the one that each leads `down` to; or
    the count `by` tools or roles against `comparison amount`; `by` steps wants those of `phases`, or the one beside
    `step`.
    A sum must keep to `amount`, of which `minus` wants what is left; `months` and `heads` tell for how long and for
    how many of the named it lasts.
    `team` is how often each named counts in a sum. `claimed` are those that a question takes to be all that is found.
    A list is sorted `by` what it shows where `falling` is set: the lowest first, or the highest.
    `share` is how many of those that `within` holds for meet `where` too, or the difference of two `named` in
    percent; `compare` without `named` sets how many `within` holds for against how many `where` does, which phases do
    for each; with `named` it sets what those within come to against what the others do, as `min` and `max` then do.
    Amounts are told on `basis`.
    `level` is one maturity level, by label or by words of its name; with `order` the one after or before it, or the
    models that have it first or last. `target` is the level to climb to, from `level` or from the bottom, beyond what
    is `stated`. `plan` constrains a stack or a team.
    `premise` marks a condition (or a count, as `amount`) that the question takes for granted and that must be
    checked; of the other measures, that what they show contradicts the question. `stated` is what the asker tells
    of the own team: conditions of Figure 2 for a `decision`, practices for a `check` of maturity, which with `order`
    gives the steps `after` it. `also` is what else the question asks for, each a query of its own; one of the `found`
    is about what the first query finds.
    """

    select: Select
    measure: Measure = "list"
    where: Condition = AllOf()
    within: Condition = AllOf()
    named: tuple[str, ...] = ()
    claimed: tuple[str, ...] = ()
    by: Attribute | None = None
    combine: Combine = "any"
    order: Order | None = None
    phases: tuple[PhaseCode, ...] = ()
    step: str | None = None
    team: tuple[int, ...] = ()
    comparison: Comparison = "="
    amount: int | None = None
    rank: int = 1
    limit: int = 1
    falling: bool | None = None
    level: str | None = None
    target: str | None = None
    premise: bool = False
    basis: Basis = Basis()
    stated: tuple[tuple[str, Answered], ...] = ()
    plan: PlanConstraints | None = None
    found: bool = False
    also: tuple["Query", ...] = ()

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
