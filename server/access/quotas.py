"""How much a key may ask: requests a minute and tokens a day, counted beside the keys.

Every count is one statement, so that neither many requests at once nor several processes get past a quota. Windows
begin with the minute and the day, in UTC.
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from server.access.bookkeeper import Bookkeeper
from server.access.keyring import Keyring
from server.access.keys import Key
from server.advising import Shown
from server.database.tables import Value
from server.errors import AdvisorError
from server.schema import Answer

QUOTA_EXCEEDED = "https://iana.org/assignments/http-problem-types#quota-exceeded"
"""The type of the problem, as the draft on these headers names it."""
_TAKE = """
insert into spending (key, quota, began, used) values (:key, :quota, :began, :units)
on conflict (key, quota) do update
set used = excluded.used + case when spending.began = excluded.began then spending.used else 0 end,
    began = excluded.began
where excluded.used + case when spending.began = excluded.began then spending.used else 0 end <= :amount
returning used
"""
_USED = "select used from spending where key = :key and quota = :quota and began = :began"
_GIVE_BACK = "update spending set used = used - :units where key = :key and quota = :quota and began = :began"


@dataclass(frozen=True)
class Quota:
    """So many units in each window."""

    unit: str
    amount: int
    window_s: int

    def began(self, now: datetime) -> int:
        """When the window of this time began, in seconds of the epoch."""
        return int(now.timestamp()) // self.window_s * self.window_s

    def resets_in(self, now: datetime) -> int:
        """Whole seconds until the next window, at least one."""
        return self.began(now) + self.window_s - int(now.timestamp())


class QuotaExceeded(AdvisorError):
    """A key has used what it may; `retry_after` is in seconds."""

    status: ClassVar[int] = 429

    def __init__(self, quota: Quota, now: datetime) -> None:
        self.unit = quota.unit
        self.retry_after = quota.resets_in(now)
        super().__init__(
            f"this key may use {quota.amount:,} {quota.unit} in {quota.window_s:,} seconds, and has: "
            f"come back in {self.retry_after:,} seconds, or ask for a higher ADVISOR_LIMITS"
        )


class Ledger:
    """What each key has used."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    def take(self, key: Key, quota: Quota, units: int, now: datetime) -> None:
        """Count the units; raises QuotaExceeded, with nothing counted, where they are too many."""
        taken: dict[str, Value] = {
            "key": key.id,
            "quota": quota.unit,
            "began": quota.began(now),
            "units": units,
            "amount": quota.amount,
        }
        if units > quota.amount or self._keyring.database.execute(_TAKE, taken).first is None:
            raise QuotaExceeded(quota, now)

    def give_back(self, key: Key, quota: Quota, units: int, taken: datetime) -> None:
        """Count units that were taken then and not used; what came after their window is not touched."""
        self._keyring.database.execute(_GIVE_BACK, _window(key, quota, taken) | {"units": units})

    def left(self, key: Key, quota: Quota, now: datetime) -> int:
        """How many units may still be used in this window."""
        row = self._keyring.database.execute(_USED, _window(key, quota, now)).first
        return quota.amount - (row["used"] if row else 0)


def _window(key: Key, quota: Quota, now: datetime) -> dict[str, Value]:
    return {"key": key.id, "quota": quota.unit, "began": quota.began(now)}


@dataclass(frozen=True)
class Meter:
    """Holds the answers for a key against its tokens."""

    ledger: Ledger
    quota: Quota
    most: int
    """Tokens that one answer can use: so many are taken first, and given back as far as they were not used."""
    bookkeeper: Bookkeeper

    async def metered(
        self, key: Key, stream: AsyncGenerator[Shown, None], now: datetime
    ) -> AsyncGenerator[Shown, None]:
        """The events; raises QuotaExceeded before the first. What broke off counts in full: nobody knows what the LLM
        had done by then."""
        await self.bookkeeper.done(self.ledger.take, key, self.quota, self.most, now)
        unused = 0
        try:
            async with aclosing(stream) as events:
                async for event in events:
                    if isinstance(event, Answer):
                        unused = self.most - event.usage.prompt_tokens - event.usage.completion_tokens
                    yield event
        except AdvisorError:
            unused = self.most
            raise
        finally:
            self.bookkeeper.do(self.ledger.give_back, key, self.quota, unused, now)
