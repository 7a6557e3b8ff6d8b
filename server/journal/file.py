"""The journal on disk: `<data_dir>/journal/journal.sqlite`."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from server.database import opened
from server.errors import AdvisorError
from server.journal.records import Entry, Kept
from server.schema import Answer, Feedback, FeedbackRequest

VERSION = 1
_SCHEMA = """
create table if not exists answers (
    id integer primary key, at text not null, trace_id text not null, conversation_id text not null,
    release text not null, status text not null, asked text not null, question text not null, intent text not null,
    answer text not null
);
create index if not exists answers_by_trace on answers (trace_id);
create index if not exists answers_by_time on answers (at);
create table if not exists feedback (
    answer_id integer primary key references answers (id) on delete cascade,
    at text not null, verdict text not null, reason text
);
"""


class UnknownTrace(AdvisorError):
    """No answer with this trace id is kept."""

    status: ClassVar[int] = 404


class JournalError(AdvisorError):
    """The journal cannot be used; the message names the fix."""


def journal_path(data_dir: Path) -> Path:
    """Where the journal of a data folder lies."""
    return data_dir / "journal" / "journal.sqlite"


def connect(path: Path) -> sqlite3.Connection:
    """The journal, made where there is none; raises sqlite3.Error, OSError, or JournalError for another version's."""
    return opened(path, VERSION, _SCHEMA, JournalError)


def add(database: sqlite3.Connection, entries: Sequence[Entry]) -> None:
    """Write all of them, or none."""
    rows = [
        (
            _written(entry.at),
            entry.answer.trace_id,
            entry.answer.conversation_id,
            entry.answer.release,
            entry.answer.status,
            entry.asked,
            entry.question,
            entry.intent,
            entry.answer.model_dump_json(),
        )
        for entry in entries
    ]
    with database:
        database.execute("begin immediate")
        database.executemany(
            "insert into answers (at, trace_id, conversation_id, release, status, asked, question, intent, answer)"
            " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )


def judge(database: sqlite3.Connection, said: FeedbackRequest, at: datetime) -> Feedback:
    """Keep a reader's verdict on an answer in place of an earlier one; the same verdict again changes nothing.

    A client may ask several questions in one trace: the last of them is meant. Raises UnknownTrace.
    """
    with database:
        database.execute("begin immediate")
        found = database.execute(
            "select id from answers where trace_id = ? order by id desc limit 1", (said.trace_id,)
        ).fetchone()
        if found is None:
            raise UnknownTrace(
                "no answer with this trace_id is kept: send the trace_id of an Answer, "
                "before ADVISOR_JOURNAL__KEEP_DAYS have passed"
            )
        database.execute(
            "insert into feedback (answer_id, at, verdict, reason) values (?, ?, ?, ?) on conflict (answer_id)"
            " do update set at = excluded.at, verdict = excluded.verdict, reason = excluded.reason"
            " where verdict is not excluded.verdict or reason is not excluded.reason",
            (found["id"], _written(at), said.verdict, said.reason),
        )
        row = database.execute("select * from feedback where answer_id = ?", (found["id"],)).fetchone()
    return Feedback(trace_id=said.trace_id, verdict=row["verdict"], reason=row["reason"], at=row["at"])


def forget(database: sqlite3.Connection, before: datetime) -> int:
    """Delete what is older, verdicts included; returns how many answers that were."""
    gone = database.execute("delete from answers where at < ?", (_written(before),)).rowcount
    if gone:
        # Until then the deleted pages stand in the write-ahead log.
        database.execute("pragma wal_checkpoint(truncate)")
    return gone


def read(path: Path, since: datetime | None = None) -> tuple[Kept, ...]:
    """What is kept, oldest first; raises JournalError where there is no journal or it cannot be read."""
    if not path.exists():
        raise JournalError(
            f"no journal at {path}: serve with ADVISOR_JOURNAL__ENABLED=true and ask something, "
            "or set ADVISOR_DATA_DIR to the server's"
        )
    try:
        with closing(connect(path)) as database:
            rows = database.execute(
                "select answers.*, feedback.at as judged, verdict, reason from answers"
                " left join feedback on answer_id = id where answers.at >= ? order by id",
                (_written(since) if since else "",),
            ).fetchall()
    except (sqlite3.Error, OSError) as error:
        raise JournalError(f"{path} cannot be read ({error}): check its disk and rights") from error
    return tuple(map(_kept, rows))


def _kept(row: sqlite3.Row) -> Kept:
    said = None
    if row["verdict"]:
        said = Feedback(trace_id=row["trace_id"], verdict=row["verdict"], reason=row["reason"], at=row["judged"])
    return Kept(
        at=datetime.fromisoformat(row["at"]),
        asked=row["asked"],
        question=row["question"],
        intent=row["intent"],
        answer=Answer.model_validate_json(row["answer"]),
        feedback=said,
    )


def _written(time: datetime) -> str:
    """The time as text that sorts as times do."""
    return time.astimezone(UTC).isoformat(timespec="milliseconds")
