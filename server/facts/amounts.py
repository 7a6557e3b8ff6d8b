"""Amounts of money on a basis: how they are told, with what is printed and what is assumed."""

from corpus.catalogue import Catalogue
from corpus.vocabulary import Role, Tool
from server.basis import Basis
from server.conditions import COST, WAGE, Thing
from server.schema import Value
from server.sheet import Statement

PRINTED = Basis()


def amount_of(thing: Thing, basis: Basis) -> float | None:
    """A tool's price or a role's wage on the basis, in US dollars; None without a fixed price."""
    if isinstance(thing, Role):
        return basis.wage(thing.monthly_wage_usd)
    return None if thing.cost.usd is None else basis.price(thing.cost.usd)


def unit_of(thing: Thing, basis: Basis) -> str:
    """The unit of `amount_of`."""
    return basis.wage_unit if isinstance(thing, Role) else basis.price_unit


def says_amount(thing: Thing, basis: Basis) -> str:
    """What a sentence says of a tool's price or a role's wage."""
    amount = amount_of(thing, basis)
    if isinstance(thing, Role):
        return f"earns {usd(amount)} {basis.period} by the paper's estimate"
    return says_price(thing, basis)


def says_price(tool: Tool, basis: Basis = PRINTED) -> str:
    """`costs $70 a month for ten users`; what is printed goes before what is reckoned from it."""
    if tool.cost.usd is None:
        return "is priced by consumption (CB)" if tool.cost.printed == "CB" else "is priced by request"
    printed = f"costs {usd(tool.cost.usd)} {PRINTED.period} for {PRINTED.seats}"
    if basis == PRINTED or not tool.cost.usd:
        return printed
    return f"{printed}, which makes {usd(basis.price(tool.cost.usd))} {basis.period} for {basis.seats}"


def values_of(thing: Thing, basis: Basis) -> tuple[Value, ...]:
    """The amount as a value; the printed words without a fixed price."""
    if isinstance(thing, Tool) and thing.cost.usd is None:
        return (Value(name=thing.name, value=thing.cost.printed, unit="as printed"),)
    amount = amount_of(thing, basis)
    return (Value(name=thing.name, value=amount, unit=unit_of(thing, basis)),) if amount is not None else ()


def assumption(catalogue: Catalogue, basis: Basis) -> Statement:
    """What prices for other users than the table's rest on."""
    text = (
        f"Table IV prints prices for ten users only; the ones for {basis.seats} take them to grow in proportion, "
        "which is an assumption of this advisor and not a statement of the paper"
    )
    return Statement(text, (catalogue.column("Table IV", COST),))


def estimated(catalogue: Catalogue) -> Statement:
    """What the wages are: of which country and year."""
    text = "The wages are the paper's monthly estimates for the USA, from Department of Labor figures of 2023"
    return Statement(text, (catalogue.column("Table III", WAGE),))


def printed(thing: Thing, amount: float | None) -> str:
    """An amount in a list: `$110`, or `CB` as it is printed where no price is fixed."""
    return thing.cost.printed if isinstance(thing, Tool) and amount is None else usd(amount)


def usd(amount: float | None) -> str:
    """`$1,080`, `$7.50`."""
    if amount is None:
        return "no fixed price"
    return f"${amount:,.2f}" if isinstance(amount, float) and not amount.is_integer() else f"${int(amount):,}"
