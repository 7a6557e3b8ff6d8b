"""What an amount is told for: the tables print months, and tools for ten users."""

from corpus.vocabulary import Record

PRINTED_USERS = 10
_PERIODS = {1: "month", 3: "quarter", 12: "year"}


class Basis(Record):
    """So many users of a tool, over so many months."""

    users: int = PRINTED_USERS
    months: int = 1

    @property
    def assumed(self) -> bool:
        """Whether prices are told for other users than the table's: scaled in proportion, which the paper does not."""
        return self.users != PRINTED_USERS

    def price(self, usd: float) -> float:
        """A price of Table IV on this basis, in US dollars."""
        return whole(usd * self.months * self.users / PRINTED_USERS)

    def wage(self, usd: float) -> float:
        """A wage of Table III over these months, in US dollars."""
        return whole(usd * self.months)

    @property
    def period(self) -> str:
        """`a month`, `a year`, `in 18 months`."""
        return f"a {_PERIODS[self.months]}" if self.months in _PERIODS else f"in {self.months} months"

    @property
    def seats(self) -> str:
        """`ten users`, `one user`, `25 users`."""
        return {1: "one user", PRINTED_USERS: "ten users"}.get(self.users, f"{self.users:,} users")

    @property
    def words(self) -> str:
        """The basis as the understanding shows it."""
        return f"{self.seats}, {self.period}"

    @property
    def price_unit(self) -> str:
        """Unit of a price, e.g. `USD per month for ten users`."""
        return f"{self.wage_unit} for {self.seats}{', assumed in proportion' if self.assumed else ''}"

    @property
    def wage_unit(self) -> str:
        """Unit of a wage, e.g. `USD per month`."""
        return f"USD per {_PERIODS[self.months]}" if self.months in _PERIODS else f"USD {self.period}"


def whole(amount: float) -> float:
    """An amount without a fraction that is none."""
    return int(amount) if float(amount).is_integer() else round(amount, 2)
