"""Conversations that several API processes share, in the PostgreSQL that the settings name.

Each process goes on from what any of them was asked last. Where the database does not answer, it goes on from what it
was asked itself: no question fails for want of those before it.
"""

import logging
from datetime import UTC, datetime, timedelta
from time import monotonic

from pydantic import SecretStr, TypeAdapter, ValidationError

from server.database.line import Line
from server.database.tables import Database, Tables
from server.errors import AdvisorError
from server.understanding.followups.memory import Turns
from server.understanding.followups.turn import Turn

log = logging.getLogger(__name__)

_KEPT = timedelta(days=1)
_FORGET_EVERY_S = 3_600.0
_FIRST = """
create table if not exists conversations (id text primary key, turns text not null, used text not null);
create index if not exists conversations_by_use on conversations (used)
"""
_KEEP = """
insert into conversations (id, turns, used) values (:id, :turns, :used)
on conflict (id) do update set turns = excluded.turns, used = excluded.used
"""


class ConversationsError(AdvisorError):
    """The conversations were kept by a newer program."""


CONVERSATIONS = Tables("conversations", (_FIRST,), ConversationsError)
_TURNS = TypeAdapter(tuple[Turn, ...])


class Recollection:
    """Keeps `turns`, which one process remembers, in step with the database. Unused for a day, they are deleted."""

    def __init__(self, url: SecretStr, turns: Turns) -> None:
        """Connects when it is first asked."""
        self._turns = turns
        self._line = Line(url, CONVERSATIONS)
        self._forgets_at = 0.0

    async def recall(self, conversation_id: str) -> None:
        """Remember what the conversation's last turns were, whoever was asked."""
        text = await self._line.asked(lambda database: _read(database, conversation_id))
        if text is None:
            return
        try:
            self._turns[conversation_id] = _TURNS.validate_json(text)
        except ValidationError:
            log.warning("a conversation of another release cannot be read and begins anew")

    async def keep(self, conversation_id: str) -> None:
        """Let the others know what the conversation's last turns are; a greeting has left none behind."""
        if conversation_id not in self._turns:
            return
        text = _TURNS.dump_json(self._turns[conversation_id]).decode()
        await self._line.asked(lambda database: self._write(database, conversation_id, text))

    def close(self) -> None:
        """Close the connection; safe to call twice."""
        self._line.close()

    def _write(self, database: Database, conversation_id: str, text: str) -> None:
        now = datetime.now(UTC)
        database.execute(_KEEP, {"id": conversation_id, "turns": text, "used": _written(now)})
        if monotonic() >= self._forgets_at:
            before = {"before": _written(now - _KEPT)}
            if database.execute("delete from conversations where used < :before", before).count:
                database.scrub("conversations")
            self._forgets_at = monotonic() + _FORGET_EVERY_S


def _read(database: Database, conversation_id: str) -> str | None:
    row = database.execute("select turns from conversations where id = :id", {"id": conversation_id}).first
    return row["turns"] if row else None


def _written(time: datetime) -> str:
    return time.isoformat(timespec="seconds")
