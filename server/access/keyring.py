"""The keys on disk: `<data_dir>/keys/keys.sqlite`. Other processes see a change at once."""

import hmac
import json
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar

from server.access.keys import Key, Scope, digest, id_in, new_id, new_text
from server.database import opened
from server.errors import AdvisorError

VERSION = 1
_SCHEMA = """
create table if not exists keys (
    id text primary key, digest blob not null, name text not null, scopes text not null, created text not null,
    expires text, revoked text, last_used text
);
create table if not exists spending (
    key text not null, quota text not null, began integer not null, used integer not null, primary key (key, quota)
);
"""
# Finer than this nobody needs the time of the last use, and each one is a write.
_NOTED_EVERY = timedelta(minutes=1)


class KeyringError(AdvisorError):
    """The keys cannot be used, or not in this way; the message names the fix."""


class InvalidKey(AdvisorError):
    """What was sent lets nobody in."""

    status: ClassVar[int] = 401


class Keyring:
    """Makes keys and knows them again. One thread uses it, the first that asks."""

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / "keys" / "keys.sqlite"
        self._opened: sqlite3.Connection | None = None

    @property
    def database(self) -> sqlite3.Connection:
        """Its open file; raises KeyringError."""
        if self._opened is None:
            try:
                self._opened = opened(self._path, VERSION, _SCHEMA, KeyringError)
            except (sqlite3.Error, OSError) as error:
                raise KeyringError(f"{self._path} cannot be opened ({error}): check its disk and rights") from error
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
            "insert into keys (id, digest, name, scopes, created, expires) values (?, ?, ?, ?, ?, ?)",
            (key.id, digest(text), name, json.dumps(key.scopes), _written(now), _written(expires)),
        )
        return key, text

    def all(self) -> tuple[Key, ...]:
        """Every key there ever was, oldest first."""
        return tuple(map(_key, self.database.execute("select * from keys order by created, rowid")))

    def rotate(self, key_id: str, until: datetime, expires: datetime | None, now: datetime) -> tuple[Key, str]:
        """A new key with the name and the scopes of this one, which is accepted `until` then, or as long as it would
        have been; raises KeyringError where it is accepted no more."""
        old = self._found(key_id)
        fault = old.fault(now)
        if fault is not None:
            raise KeyringError(f"the key {key_id} {fault}: create a new one")
        ends = until if old.expires is None else min(until, old.expires)
        database = self.database
        with database:
            database.execute("begin immediate")
            made = self.create(old.name, old.scopes, expires, now)
            database.execute("update keys set expires = ? where id = ?", (_written(ends), key_id))
        return made

    def revoke(self, key_id: str, now: datetime) -> Key:
        """Accept the key no more; one that was revoked before stays so. Raises KeyringError."""
        self._found(key_id)
        self.database.execute("update keys set revoked = ? where id = ? and revoked is null", (_written(now), key_id))
        return self._found(key_id)

    def identify(self, text: str, now: datetime) -> Key:
        """The key with this text, whose use is noted; raises InvalidKey."""
        row = self.database.execute("select * from keys where id = ?", (id_in(text) or "",)).fetchone()
        if row is None or not hmac.compare_digest(row["digest"], digest(text)):
            raise InvalidKey("this key is not known here: check that it was copied whole, or ask for a new one")
        key = _key(row)
        fault = key.fault(now)
        if fault is not None:
            raise InvalidKey(f"this key {fault}: ask for a new one")
        if key.last_used is None or now - key.last_used >= _NOTED_EVERY:
            self.database.execute("update keys set last_used = ? where id = ?", (_written(now), key.id))
        return key

    def _found(self, key_id: str) -> Key:
        row = self.database.execute("select * from keys where id = ?", (key_id,)).fetchone()
        if row is None:
            raise KeyringError(f"there is no key {key_id}: `python -m server keys list` lists them")
        return _key(row)


def _key(row: sqlite3.Row) -> Key:
    kept = {name: row[name] for name in row.keys() if name != "digest"}  # noqa: SIM118 - a row iterates its values
    return Key.model_validate(kept | {"scopes": json.loads(row["scopes"])})


def _written(time: datetime | None) -> str | None:
    return time.astimezone(UTC).isoformat(timespec="seconds") if time is not None else None
