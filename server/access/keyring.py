"""The keys, in `<data_dir>/keys/keys.sqlite` or in the PostgreSQL that the settings name. Other processes see a change
at once."""

import hmac
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import ClassVar

from server.access.keys import Key, Scope, digest, id_in, new_id, new_text
from server.database.opening import named, opened, place_of
from server.database.tables import Database, DatabaseError, Row, Tables, Where
from server.errors import AdvisorError, NotReady
from server.settings import Settings

_FIRST = """
create table if not exists keys (
    id text primary key, digest {bytes} not null, name text not null, scopes text not null, created text not null,
    expires text, revoked text, last_used text
);
create table if not exists spending (
    key text not null, quota text not null, began bigint not null, used bigint not null, primary key (key, quota)
)
"""
# Finer than this nobody needs the time of the last use, and each one is a write.
_NOTED_EVERY = timedelta(minutes=1)


class KeyringError(AdvisorError):
    """The keys cannot be used, or not in this way; the message names the fix."""


class InvalidKey(AdvisorError):
    """What was sent lets nobody in."""

    status: ClassVar[int] = 401


class KeysAway(NotReady):
    """The keys cannot be read now, so that nobody can be let in."""


KEYS = Tables("keys", (_FIRST,), KeyringError)


def keys_of(settings: Settings) -> Where:
    """Where the keys of these settings lie."""
    return place_of(settings, settings.data_dir / "keys" / "keys.sqlite")


class Keyring:
    """Makes keys and knows them again. One thread uses it, the first that asks."""

    def __init__(self, where: Where) -> None:
        self._where = where
        self._opened: Database | None = None

    @property
    def database(self) -> Database:
        """Its open tables; raises KeyringError."""
        if self._opened is None:
            try:
                self._opened = opened(self._where, KEYS)
            except DatabaseError as error:
                raise KeyringError(
                    f"{named(self._where)} cannot be opened ({error}): check its disk, rights or network"
                ) from error
        return self._opened

    def close(self) -> None:
        """Close the file."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def create(self, name: str, scopes: Sequence[Scope], expires: datetime | None, now: datetime) -> tuple[Key, str]:
        """A new key, and its text, which nobody can tell again."""
        key = Key(id=new_id(), name=name, scopes=tuple(scopes), created=now, expires=expires)
        text = new_text(key.id)
        self.database.execute(
            "insert into keys (id, digest, name, scopes, created, expires)"
            " values (:id, :digest, :name, :scopes, :created, :expires)",
            {
                "id": key.id,
                "digest": digest(text),
                "name": name,
                "scopes": json.dumps(key.scopes),
                "created": now.astimezone(UTC).isoformat(timespec="microseconds"),
                "expires": _written(expires),
            },
        )
        return key, text

    def all(self) -> tuple[Key, ...]:
        """Every key there ever was, oldest first."""
        return tuple(map(_key, self.database.execute("select * from keys order by created, id").rows))

    def rotate(self, key_id: str, until: datetime, expires: datetime | None, now: datetime) -> tuple[Key, str]:
        """A new key with the name and the scopes of this one, which is accepted `until` then, or as long as it would
        have been; raises KeyringError where it is accepted no more."""
        old = self._found(key_id)
        fault = old.fault(now)
        if fault is not None:
            raise KeyringError(f"the key {key_id} {fault}: create a new one")
        ends = until if old.expires is None else min(until, old.expires)
        database = self.database
        with database.transaction():
            made = self.create(old.name, old.scopes, expires, now)
            database.execute("update keys set expires = :ends where id = :id", {"ends": _written(ends), "id": key_id})
        return made

    def revoke(self, key_id: str, now: datetime) -> Key:
        """Accept the key no more; one that was revoked before stays so. Raises KeyringError."""
        self._found(key_id)
        self.database.execute(
            "update keys set revoked = :now where id = :id and revoked is null", {"now": _written(now), "id": key_id}
        )
        return self._found(key_id)

    def identify(self, text: str, now: datetime) -> Key:
        """The key with this text, whose use is noted; raises InvalidKey."""
        row = self._row(id_in(text) or "")
        if row is None or not hmac.compare_digest(row["digest"], digest(text)):
            raise InvalidKey("this key is not known here: check that it was copied whole, or ask for a new one")
        key = _key(row)
        fault = key.fault(now)
        if fault is not None:
            raise InvalidKey(f"this key {fault}: ask for a new one")
        if key.last_used is None or now - key.last_used >= _NOTED_EVERY:
            self.database.execute(
                "update keys set last_used = :now where id = :id", {"now": _written(now), "id": key.id}
            )
        return key

    def _found(self, key_id: str) -> Key:
        row = self._row(key_id)
        if row is None:
            raise KeyringError(f"there is no key {key_id}: `python -m server keys list` lists them")
        return _key(row)

    def _row(self, key_id: str) -> Row | None:
        return self.database.execute("select * from keys where id = :id", {"id": key_id}).first


def _key(row: Row) -> Key:
    kept = {name: value for name, value in row.items() if name != "digest"}
    return Key.model_validate(kept | {"scopes": json.loads(row["scopes"])})


def _written(time: datetime | None) -> str | None:
    return time.astimezone(UTC).isoformat(timespec="seconds") if time is not None else None
