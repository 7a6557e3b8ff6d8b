"""Where an answer goes, and which conversation it is part of."""

import hashlib
import hmac
from dataclasses import dataclass, replace

from pydantic import SecretStr

from server.slack.incoming import Message


@dataclass(frozen=True)
class Place:
    """A channel or direct message and the thread in it; without a thread the answer begins one."""

    channel: str
    thread: str | None = None

    def under(self, ts: str) -> "Place":
        """The thread here; where there was none, that of the message `ts`."""
        return self if self.thread else replace(self, thread=ts)


def beside(channel: str, message: Message) -> Place:
    """The thread that the message stands in or begins."""
    return Place(channel, message.thread_ts or message.ts)


def conversation_id(place: Place, secret: SecretStr) -> str:
    """The same for all questions of a thread. Keyed, since whoever knew the id could go on with the conversation
    over HTTP, and a channel's name is nothing for the journal."""
    message = f"{place.channel}:{place.thread}".encode()
    return hmac.new(secret.get_secret_value().encode(), message, hashlib.sha256).hexdigest()[:32]
