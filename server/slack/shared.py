"""What any of several processes has seen lately: what Slack sends again may come to another one."""

import hashlib
from datetime import UTC, datetime, timedelta

from pydantic import SecretStr

from server.database.line import Line
from server.database.tables import Database, Tables
from server.errors import AdvisorError
from server.slack.seen import KEEP_S

_FIRST = "create table if not exists slack_seen (key text primary key, at text not null)"


class SeenError(AdvisorError):
    """What was seen was noted by a newer program."""


SLACK_SEEN = Tables("slack_seen", (_FIRST,), SeenError)


class SharedSeen:
    """Remembers keys for a while, in PostgreSQL."""

    def __init__(self, url: SecretStr) -> None:
        self._line = Line(url, SLACK_SEEN)

    async def first(self, key: str) -> bool:
        """Whether the key comes for the first time to any process. Where nobody can tell, it does: better twice than
        never."""
        return await self._line.asked(lambda database: _first(database, key)) is not False

    def close(self) -> None:
        """Close the connection."""
        self._line.close()


def _first(database: Database, key: str) -> bool:
    now = datetime.now(UTC)
    before = (now - timedelta(seconds=KEEP_S)).isoformat(timespec="seconds")
    database.execute("delete from slack_seen where at < :before", {"before": before})
    # A signature is no key to anything, and yet nothing to keep as it came.
    noted = {"key": hashlib.sha256(key.encode()).hexdigest(), "at": now.isoformat(timespec="seconds")}
    sql = "insert into slack_seen (key, at) values (:key, :at) on conflict (key) do nothing"
    return database.execute(sql, noted).count == 1
