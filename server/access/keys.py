"""Keys of the API: what they look like, and what is kept of them."""

import hashlib
import re
import secrets
from datetime import datetime
from typing import Literal, get_args

from pydantic import AwareDatetime

from corpus.vocabulary import Record

Scope = Literal["ask", "feedback", "metrics", "admin"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
# The public part finds the record, so that the secret one is compared and never searched for.
_FORM = re.compile(r"mla_([0-9a-f]{8})_[A-Za-z0-9_-]{43}")


class Key(Record):
    """What is kept of a key. It is accepted until `expires`, or until it is revoked before."""

    id: str
    name: str
    scopes: tuple[Scope, ...]
    created: AwareDatetime
    expires: AwareDatetime | None = None
    revoked: AwareDatetime | None = None
    last_used: AwareDatetime | None = None

    def fault(self, now: datetime) -> str | None:
        """Why it is not accepted, if it is not."""
        if self.revoked is not None:
            return f"was revoked on {self.revoked:%Y-%m-%d}"
        if self.expires is not None and self.expires <= now:
            return f"expired on {self.expires:%Y-%m-%d}"
        return None


def new_id() -> str:
    """The public part of a new key."""
    return secrets.token_hex(4)


def new_text(key_id: str) -> str:
    """A new key with this public part: 256 random bits, so that a plain digest of it cannot be guessed."""
    return f"mla_{key_id}_{secrets.token_urlsafe(32)}"


def id_in(text: str) -> str | None:
    """The public part of a key; None for what is none."""
    found = _FORM.fullmatch(text)
    return found[1] if found else None


def digest(text: str) -> bytes:
    """What is kept of the text of a key."""
    return hashlib.sha256(text.encode()).digest()
