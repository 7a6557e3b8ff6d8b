"""What the journal keeps, in `<data_dir>/journal/journal.sqlite` or in the PostgreSQL that the settings name."""

from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from server.database.opening import named, opened, place_of
from server.database.tables import Database, DatabaseError, Row, Tables, Where
from server.errors import AdvisorError
from server.journal.privacy import private
from server.journal.records import Entry, Kept
from server.redaction import clean
from server.schema import Answer, Feedback, FeedbackRequest
from server.settings import Settings

_FIRST = """
create table if not exists answers (
    id {serial}, at text not null, trace_id text not null, conversation_id text not null,
    release text not null, status text not null, asked text not null, question text not null, intent text not null,
    answer text not null
);
create index if not exists answers_by_trace on answers (trace_id);
create index if not exists answers_by_time on answers (at);
create table if not exists feedback (
    answer_id bigint primary key references answers (id) on delete cascade,
    at text not null, verdict text not null, reason text
)
"""


class UnknownTrace(AdvisorError):
    """No answer with this trace id is kept."""

    status: ClassVar[int] = 404


class JournalError(AdvisorError):
    """The journal cannot be used; the message names the fix."""


JOURNAL = Tables("journal", (_FIRST,), JournalError)


def journal_path(data_dir: Path) -> Path:
    """Where the journal of a data folder lies."""
    return data_dir / "journal" / "journal.sqlite"


def journal_of(settings: Settings) -> Where:
    """Where the journal of these settings lies."""
    return place_of(settings, journal_path(settings.data_dir))


def connect(where: Where) -> Database:
    """The journal, made where there is none; raises DatabaseError, or JournalError for a newer program's."""
    return opened(where, JOURNAL)


def add(database: Database, entries: Sequence[Entry]) -> None:
    """Write all of them, redacted, or none."""
    rows = [
        {
            "at": _written(entry.at),
            "trace_id": entry.answer.trace_id,
            "conversation_id": entry.answer.conversation_id,
            "release": entry.answer.release,
            "status": entry.answer.status,
            "asked": entry.asked,
            "question": entry.question,
            "intent": entry.intent,
            "answer": entry.answer.model_dump_json(),
        }
        for entry in map(private, entries)
    ]
    database.execute_all(
        "insert into answers (at, trace_id, conversation_id, release, status, asked, question, intent, answer)"
        " values (:at, :trace_id, :conversation_id, :release, :status, :asked, :question, :intent, :answer)",
        rows,
    )


def judge(database: Database, said: FeedbackRequest, at: datetime) -> Feedback:
    """Keep a reader's verdict on an answer in place of an earlier one, its reason redacted; the same verdict again
    changes nothing.

    A client may ask several questions in one trace: the last of them is meant. Raises UnknownTrace.
    """
    with database.transaction():
        found = database.execute(
            "select id from answers where trace_id = :trace_id order by id desc limit 1", {"trace_id": said.trace_id}
        ).first
        if found is None:
            raise UnknownTrace(
                "no answer with this trace_id is kept: send the trace_id of an Answer, "
                "before ADVISOR_JOURNAL__KEEP_DAYS have passed"
            )
        database.execute(
            "insert into feedback (answer_id, at, verdict, reason) values (:id, :at, :verdict, :reason)"
            " on conflict (answer_id)"
            " do update set at = excluded.at, verdict = excluded.verdict, reason = excluded.reason"
            " where feedback.verdict <> excluded.verdict"
            " or coalesce(feedback.reason, '') <> coalesce(excluded.reason, '')",
            {
                "id": found["id"],
                "at": _written(at),
                "verdict": said.verdict,
                "reason": said.reason and clean(said.reason),
            },
        )
        (row,) = database.execute("select * from feedback where answer_id = :id", {"id": found["id"]}).rows
    return Feedback(trace_id=said.trace_id, verdict=row["verdict"], reason=row["reason"], at=row["at"])


def forget(database: Database, before: datetime) -> int:
    """Delete what is older, verdicts included; returns how many answers that were."""
    gone = database.execute("delete from answers where at < :before", {"before": _written(before)}).count
    if gone:
        database.scrub("answers", "feedback")
    return gone


def read(where: Where, since: datetime | None = None) -> tuple[Kept, ...]:
    """What is kept, oldest first; raises JournalError where there is no journal or it cannot be read."""
    if isinstance(where, Path) and not where.exists():
        raise JournalError(
            f"no journal at {where}: serve with ADVISOR_JOURNAL__ENABLED=true and ask something, "
            "or set ADVISOR_DATA_DIR or ADVISOR_DATABASE__URL to the server's"
        )
    try:
        with closing(connect(where)) as database:
            rows = database.execute(
                "select answers.*, feedback.at as judged, verdict, reason from answers"
                " left join feedback on answer_id = id where answers.at >= :since order by id",
                {"since": _written(since) if since else ""},
            ).rows
    except DatabaseError as error:
        raise JournalError(f"{named(where)} cannot be read ({error}): check its disk, rights or network") from error
    return tuple(map(_kept, rows))


def _kept(row: Row) -> Kept:
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
