"""What is kept, in SQLite and in PostgreSQL alike: the same code over both, each of them real."""

import asyncio
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from pydantic import SecretStr

from server.access.door import Door
from server.access.keyring import InvalidKey, Keyring
from server.access.quotas import Ledger, Quota, QuotaExceeded
from server.bootstrap import build
from server.database.opening import opened
from server.database.tables import Database, DatabaseError, Tables, Where
from server.errors import AdvisorError
from server.journal.file import UnknownTrace, add, connect, forget, judge, read
from server.journal.journal import Journal
from server.journal.records import Entry, entry_of, now
from server.schema import AskRequest, FeedbackRequest
from server.settings import ApiSettings, DatabaseSettings, LLMSettings, Settings
from server.slack.shared import SLACK_SEEN, SharedSeen
from server.understanding.followups.memory import TURNS
from tests.fakes.advisor import ScriptedAdvisor, wait_until
from tests.postgres import Postgres
from tests.server.conftest import bearer, serving

NOON = datetime(2026, 6, 1, 12, 0, 20, tzinfo=UTC)


class Foreign(AdvisorError):
    """A newer program's."""


NOTES = Tables("notes", ("create table notes (id {serial}, text text not null)",), Foreign)


@pytest.fixture(params=["sqlite", "postgres"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Where:
    if request.param == "sqlite":
        return tmp_path / "folder" / "all.sqlite"
    return SecretStr(request.getfixturevalue("postgres").database())


@pytest.fixture
def url(postgres: Postgres) -> SecretStr:
    return SecretStr(postgres.database())


@pytest.fixture
def database(where: Where) -> Iterator[Database]:
    with closing(opened(where, NOTES)) as found:
        yield found


async def entry(question: str = "What does MLflow cost?", days_ago: int = 0) -> Entry:
    request = AskRequest(question=question)
    events = [event async for event in ScriptedAdvisor().stream(request)]
    answer = cast(Any, events[-1]).model_copy(update={"trace_id": f"{abs(hash(question)):032x}"[:32]})
    made = entry_of(request, None, answer)
    return made.model_copy(update={"at": now() - timedelta(days=days_ago)})


def texts(database: Database) -> list[str]:
    return [row["text"] for row in database.execute("select text from notes order by id").rows]


def test_a_transaction_holds_whole_or_not_at_all(database: Database) -> None:
    database.execute_all("insert into notes (text) values (:text)", [{"text": "a"}, {"text": "b"}])
    with suppress(ZeroDivisionError), database.transaction():
        database.execute("insert into notes (text) values (:text)", {"text": "c"})
        raise ZeroDivisionError
    with pytest.raises(DatabaseError) as refused:
        database.execute_all("insert into notes (text) values (:text)", [{"text": "d"}, {"text": None}])
    assert refused.value.cause in ("SQLITE_CONSTRAINT_NOTNULL", "23502")
    assert texts(database) == ["a", "b"]
    assert database.execute("delete from notes where text = :text", {"text": "a"}).count == 1
    database.scrub("notes")
    assert texts(database) == ["b"]


def test_of_many_that_start_at_once_one_makes_the_tables(where: Where) -> None:
    def started(number: int) -> None:
        with closing(opened(where, NOTES)) as own:
            own.execute("insert into notes (text) values (:text)", {"text": str(number)})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(started, range(8)))
    with closing(opened(where, NOTES)) as found:
        assert sorted(texts(found)) == [str(number) for number in range(8)]


def test_a_step_more_is_made_once_and_one_that_is_not_known_is_refused(where: Where) -> None:
    with closing(opened(where, NOTES)) as first:
        first.execute("insert into notes (text) values (:text)", {"text": "old"})
    newer = replace(NOTES, steps=(*NOTES.steps, "alter table notes add column seen text not null default 'no'"))
    for _ in range(2):
        with closing(opened(where, newer)) as second:
            assert second.execute("select text, seen from notes").rows == ({"text": "old", "seen": "no"},)
    with pytest.raises(Foreign, match="of version 2, this program writes 1"):
        opened(where, NOTES)
    broken = replace(newer, steps=(*newer.steps, "alter table notes add column late text; select * from nowhere"))
    with pytest.raises(DatabaseError):
        opened(where, broken)
    with closing(opened(where, newer)) as whole:
        assert "late" not in whole.execute("select * from notes").rows[0]


async def test_the_journal_keeps_judges_and_forgets(where: Where) -> None:
    old, young = await entry("old", 31), await entry("young")
    with closing(connect(where)) as database:
        add(database, [old, young])
        said = FeedbackRequest(trace_id=young.answer.trace_id, verdict="down", reason="wrong price")
        first = judge(database, said, NOON)
        assert judge(database, said, NOON + timedelta(hours=1)) == first
        changed = judge(database, FeedbackRequest(trace_id=said.trace_id, verdict="up"), NOON)
        assert (changed.verdict, changed.reason) == ("up", None)
        with pytest.raises(UnknownTrace):
            judge(database, FeedbackRequest(trace_id="f" * 32, verdict="up"), NOON)
        assert [(kept.asked, kept.answer) for kept in read(where)] == [
            ("old", old.answer),
            ("young", young.answer),
        ]
        assert forget(database, now() - timedelta(days=30)) == 1
    (kept,) = read(where)
    assert kept.feedback == changed
    assert read(where, now() + timedelta(days=1)) == ()


def test_keys_and_quotas(where: Where) -> None:
    with closing(Keyring(where)) as keyring:
        first, text = keyring.create("first", ["ask"], None, NOON)
        fresh, renewed = keyring.rotate(first.id, NOON + timedelta(days=1), None, NOON + timedelta(seconds=1))
        assert keyring.identify(text, NOON).id == first.id
        assert keyring.identify(renewed, NOON).id == fresh.id
        with pytest.raises(InvalidKey, match="expired"):
            keyring.identify(text, NOON + timedelta(days=2))
        keyring.revoke(fresh.id, NOON)
        with pytest.raises(InvalidKey, match="revoked"):
            keyring.identify(renewed, NOON)
        assert [key.id for key in keyring.all()] == [first.id, fresh.id]
        quota, ledger = Quota("tokens", 10, 60), Ledger(keyring)
        ledger.take(first, quota, 8, NOON)
        with pytest.raises(QuotaExceeded):
            ledger.take(first, quota, 3, NOON)
        ledger.give_back(first, quota, 5, NOON)
        assert ledger.left(first, quota, NOON) == 7
        later = NOON + timedelta(seconds=60)
        ledger.take(first, quota, 10, later)
        ledger.give_back(first, quota, 8, NOON)  # its window is over
        assert ledger.left(first, quota, later) == 0


def test_many_processes_count_together(where: Where) -> None:
    quota = Quota("requests", 25, 60)
    with closing(Keyring(where)) as keyring:
        key, _ = keyring.create("x", ["ask"], None, NOON)

    def taken(times: int) -> int:
        with closing(Keyring(where)) as own:
            ledger, done = Ledger(own), 0
            for _ in range(times):
                try:
                    ledger.take(key, quota, 1, NOON)
                except QuotaExceeded:
                    continue
                done += 1
            return done

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(taken, [20] * 4)) == 25


async def test_another_process_goes_on_with_a_conversation(tmp_path: Path, url: SecretStr) -> None:
    settings = Settings(data_dir=tmp_path, llm=LLMSettings(enabled=False), database=DatabaseSettings(url=url))
    one, other = build(settings), build(settings)
    turns = ["Which tools are free for CI?", "And which of them are open source?", "What about deployment instead?"]
    try:
        told = []
        for advisor, question in zip((one, other, one), turns, strict=True):
            request = AskRequest(question=question, conversation_id="shared", narrate=False)
            told.append([event async for event in advisor.stream(request)][-1])
        alone = build(settings.model_copy(update={"database": DatabaseSettings()}))
        expected = []
        for question in turns:
            request = AskRequest(question=question, conversation_id="shared", narrate=False)
            expected.append([event async for event in alone.stream(request)][-1])
        assert [cast(Any, each).items for each in told] == [cast(Any, each).items for each in expected]
        assert [cast(Any, each).understood for each in told] == [cast(Any, each).understood for each in expected]
        assert (await other.remembered("shared"), await other.remembered("unknown")) == (3, 0)
        for _ in range(TURNS):
            await asyncio.gather(*(_asked(advisor) for advisor in (one, other)))
        assert await one.remembered("shared") == TURNS
        await alone.close()
    finally:
        await one.close()
        await other.close()


async def _asked(advisor: Any) -> None:
    async for _ in advisor.stream(AskRequest(question="Who does MD?", conversation_id="shared", narrate=False)):
        pass


async def test_what_slack_sends_again_to_another_process_was_seen(url: SecretStr, unused_tcp_port: int) -> None:
    one, other = SharedSeen(url), SharedSeen(url)
    away = SharedSeen(SecretStr(f"postgresql://127.0.0.1:{unused_tcp_port}/x"))
    try:
        assert [await each.first("Ev1") for each in (one, other, one)] == [True, False, False]
        assert sorted(await asyncio.gather(*(each.first("Ev2") for each in (one, other)))) == [False, True]
        assert [await away.first("Ev1"), await away.first("Ev1")] == [True, True]
        with closing(opened(url, SLACK_SEEN)) as database:
            database.execute("update slack_seen set at = :long_ago", {"long_ago": "2026-01-01T00:00:00+00:00"})
        assert await other.first("Ev1")
    finally:
        for each in (one, other, away):
            each.close()


def test_an_outage_costs_no_answer_and_lets_nobody_in(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    from tests.postgres import installed

    caplog.set_level(logging.ERROR)
    server = Postgres(installed())
    try:
        server.start()
        where = SecretStr(server.database())
        settings = Settings(data_dir=tmp_path, api=ApiSettings(keys="required"), database=DatabaseSettings(url=where))
        with closing(Keyring(where)) as keyring:
            _, text = keyring.create("x", ["ask", "feedback"], None, now())
        journal = Journal(where, keep_days=1)
        with (
            serving(ScriptedAdvisor(), journal, door=Door(settings)) as api,
            httpx.Client(base_url=api, timeout=20, trust_env=False, headers=bearer(text)) as client,
        ):
            trace = client.post("/v1/ask", json={"question": "before"}).json()["trace_id"]
            wait_until(lambda: journal.written == 1)
            server.stop()
            refused = client.post("/v1/ask", json={"question": "meanwhile"})
            assert (refused.status_code, refused.headers["Retry-After"]) == (503, "2")
            assert "keys cannot be read" in refused.json()["detail"]
            assert client.get("/healthz").status_code == 200
            server.start()
            wait_until(lambda: client.post("/v1/ask", json={"question": "after"}).status_code == 200)
            verdict = client.post("/v1/feedback", json={"trace_id": trace, "verdict": "up"})
            assert verdict.status_code == 200, verdict.text
        assert [kept.asked for kept in read(where)] == ["before", "after"]
        assert "x" * 40 not in caplog.text
    finally:
        server.remove()


def test_the_address_is_told_without_its_password(tmp_path: Path, unused_tcp_port: int) -> None:
    where = SecretStr(f"postgresql://advisor:hunter2@127.0.0.1:{unused_tcp_port}/advisor")
    with pytest.raises(DatabaseError, match=f"port {unused_tcp_port} failed") as away:
        opened(where, NOTES)
    assert "hunter2" not in str(away.value)
    with pytest.raises(ValueError, match="write postgresql://"):
        DatabaseSettings.model_validate({"url": "mysql://x"})
    assert DatabaseSettings.model_validate({"url": ""}).url is None
