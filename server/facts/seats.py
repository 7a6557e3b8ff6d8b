"""What a tool costs by the user, where its maker reckons otherwise than Table IV's sum grows in proportion."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from corpus.plans import Plan
from corpus.vocabulary import Evidence, Tool
from server.basis import Basis, whole
from server.conditions import Costs
from server.conjunctions import affirmed
from server.facts.amounts import usd
from server.query import Query
from server.sheet import Sheet, Statement

_MOST = 3


@dataclass(frozen=True)
class Seats:
    """Sets the price of a plan for so many users before the table's; items, values and rows stay the table's own."""

    tools: Mapping[str, Tool]
    plans: Mapping[str, tuple[Plan, Evidence]]

    def before(self, query: Query, sheet: Sheet) -> Sheet:
        """The sheet with what other plans come to, of few named tools whose price is asked for a number of users."""
        basis, few = query.basis, 0 < len(query.named) <= _MOST
        if query.select != "tools" or not few or not basis.assumed or not _prices(query):
            return sheet
        told = [self.plans[name] for name in query.named if name in self.plans]
        other = [(plan, source) for plan, source in told if self._differs(plan, basis)]
        first = [Statement(_sentence(plan, basis), (source,)) for plan, source in other]
        return replace(sheet, statements=(*first, *sheet.statements))

    def _differs(self, plan: Plan, basis: Basis) -> bool:
        return _total(plan, basis) != basis.price(self.tools[plan.tool].cost.usd or 0)


def _prices(query: Query) -> bool:
    """Whether it looks up prices, or checks them."""
    if query.measure == "check":
        return isinstance(affirmed(query.where), Costs)
    return query.measure == "attribute" and query.by in (None, "cost")


def _total(plan: Plan, basis: Basis) -> float:
    return whole(plan.price(basis.users) * basis.months)


def _sentence(plan: Plan, basis: Basis) -> str:
    """`By its card, the Basic plan of Azure DevOps costs $270 a month for 50 users, which is $6 a month for each user
    after the first 5`."""
    amount, unpaid = _total(plan, basis), Basis(users=max(plan.up_to, plan.free)).seats
    if not amount:
        return f"By its card, {plan.tool} costs nothing for {basis.seats}, since up to {unpaid} are free"
    base = f"{usd(plan.base)} a month and " if plan.base else ""
    each = f"{base}{usd(plan.each)} {'' if base else 'a month '}for each user"
    first = f" after the first {plan.free}" if plan.free else ""
    limit = f"; only up to {unpaid} are free" if plan.up_to else ""
    total = f"{usd(amount)} {basis.period} for {basis.seats}"
    return f"By its card, the {plan.name} of {plan.tool} costs {total}, which is {each}{first}{limit}"
