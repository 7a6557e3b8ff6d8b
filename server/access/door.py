"""Who is let in, and for what."""

import hmac
from datetime import UTC, datetime

from server.access.keyring import Keyring
from server.access.keys import Key, Scope, digest, id_in
from server.settings import Settings

_CHAT: tuple[Scope, ...] = ("ask", "feedback")


class Door:
    """Knows the keys of the keyring, and the chat's own from the settings."""

    def __init__(self, settings: Settings) -> None:
        self._asks = settings.api.asks_for_keys
        self._keyring = Keyring(settings.data_dir)
        self._chat = settings.ui.api_key

    def asks(self, scope: Scope) -> bool:
        """Whether this needs a key: on this machine alone only administration does."""
        return self._asks or scope == "admin"

    def key(self, text: str) -> Key:
        """The key with this text; raises InvalidKey."""
        now = datetime.now(UTC)
        # One that the keyring made is the keyring's to judge, whoever sends it: it may be revoked there.
        if id_in(text) is None and self._is_chats(text):
            return Key(id="chat", name="ADVISOR_UI__API_KEY", scopes=_CHAT, created=now)
        return self._keyring.identify(text, now)

    def _is_chats(self, text: str) -> bool:
        key = self._chat
        return key is not None and hmac.compare_digest(digest(text), digest(key.get_secret_value()))

    @property
    def locked(self) -> bool:
        """Whether nobody could have a key yet."""
        return self._asks and self._chat is None and not self._keyring.all()

    def close(self) -> None:
        """Close the keyring."""
        self._keyring.close()
