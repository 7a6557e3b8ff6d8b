"""Who is let in, for what, and how often."""

import hmac
from collections.abc import AsyncGenerator, Callable
from datetime import UTC, datetime

from server.access.bookkeeper import Bookkeeper
from server.access.keyring import Keyring, keys_of
from server.access.keys import Key, Scope, digest, id_in
from server.access.quotas import Ledger, Meter, Quota
from server.advising import Shown
from server.settings import Settings

_CHAT: tuple[Scope, ...] = ("ask", "feedback")
_MINUTE, _DAY = 60, 86_400


def _now() -> datetime:
    return datetime.now(UTC)


class Door:
    """Knows the keys of the keyring, and the chat's own from the settings."""

    def __init__(self, settings: Settings, clock: Callable[[], datetime] = _now) -> None:
        self._asks = settings.api.asks_for_keys
        self._chat = settings.ui.api_key
        self._clock = clock
        self._keyring = Keyring(keys_of(settings))
        self._ledger = Ledger(self._keyring)
        self._bookkeeper = Bookkeeper()
        limits = settings.limits
        self._requests = Quota("requests", limits.requests_per_minute, _MINUTE) if limits.requests_per_minute else None
        self._tokens = Quota("tokens", limits.tokens_per_day, _DAY) if limits.tokens_per_day else None
        most = settings.llm.context_window
        self._meter = Meter(self._ledger, self._tokens, most, self._bookkeeper) if self._tokens else None

    def asks(self, scope: Scope) -> bool:
        """Whether this needs a key: on this machine alone only administration does."""
        return self._asks or scope == "admin"

    async def key(self, text: str) -> Key:
        """The key with this text; raises InvalidKey."""
        now = self._clock()
        # One that the keyring made is the keyring's to judge, whoever sends it: it may be revoked there.
        if id_in(text) is None and self._is_chats(text):
            return Key(id="chat", name="ADVISOR_UI__API_KEY", scopes=_CHAT, created=now)
        return await self._bookkeeper.done(self._keyring.identify, text, now)

    async def admit(self, key: Key) -> None:
        """Count one request of the key; raises QuotaExceeded."""
        if self._requests is not None:
            await self._bookkeeper.done(self._ledger.take, key, self._requests, 1, self._clock())

    def metered(self, key: Key, stream: AsyncGenerator[Shown, None]) -> AsyncGenerator[Shown, None]:
        """The events of a narrated answer, held against the key's tokens; raises QuotaExceeded before the first."""
        return stream if self._meter is None else self._meter.metered(key, stream, self._clock())

    async def standing(self, key: Key) -> dict[str, str]:
        """The headers that tell a key its quotas and what is left of them."""
        return await self._bookkeeper.done(self._standing, key)

    def _standing(self, key: Key) -> dict[str, str]:
        now = self._clock()
        quotas = [quota for quota in (self._requests, self._tokens) if quota is not None]
        left = [f'"{quota.unit}";r={self._ledger.left(key, quota, now)};t={quota.resets_in(now)}' for quota in quotas]
        policies = [f'"{quota.unit}";q={quota.amount};w={quota.window_s}' for quota in quotas]
        return {"RateLimit-Policy": ", ".join(policies), "RateLimit": ", ".join(left)} if quotas else {}

    def _is_chats(self, text: str) -> bool:
        key = self._chat
        return key is not None and hmac.compare_digest(digest(text), digest(key.get_secret_value()))

    async def locked(self) -> bool:
        """Whether nobody could have a key yet."""
        return self._asks and self._chat is None and not await self._bookkeeper.done(self._keyring.all)

    def close(self) -> None:
        """Count what waits, and close the keyring."""
        self._bookkeeper.close(self._keyring.close)
