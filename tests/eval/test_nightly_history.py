"""The history, in a real SQLite file and, where it is installed, in a real Postgres."""

import datetime as dt
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.engine import URL, make_url

from eval.nightly.figures import Figure
from eval.nightly.history import FIGURE, NIGHT, History, HistoryError
from eval.nightly.night import Night
from eval.settings import EvalSettings, NightlySettings

DAY = dt.date(2026, 3, 1)

Open = Callable[[], History]


def night(day: int, scope: str = "dev", *, passed: bool = True) -> Night:
    return Night(
        date=DAY + dt.timedelta(days=day),
        scope=scope,
        release="0123456789ab",
        commit=None,
        golden="g",
        service="in process",
        started=dt.datetime(2026, 3, 1, 2, 30, tzinfo=dt.UTC),
        seconds=1.5,
        questions=3,
        unscored=0,
        kept=0,
        passed=passed,
        narrated=0,
        narration="none wanted",
        judged=0,
        judgement="none",
    )


def figure(mean: float, family: str = "all", metric: str = "correct") -> Figure:
    return Figure(part="facts", family=family, metric=metric, mean=mean, n=3)


@pytest.fixture(params=["sqlite", "postgres"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Open:
    url = (
        URL.create("sqlite", database=str(tmp_path / "history.sqlite"))
        if request.param == "sqlite"
        else make_url(request.getfixturevalue("postgres").database())
    )
    return lambda: History(url)


def test_a_night_that_is_run_again_replaces_its_own_rows_and_no_others(opened: Open) -> None:
    with closing(opened()) as history:
        history.prepare()
        for day in range(3):
            history.record(night(day), [figure(0.5), figure(0.25, "tool-cost")])
        history.record(night(1, "test"), [figure(0.125)])
        history.record(night(1, passed=False), [figure(0.75)])
    with closing(opened()) as history:
        history.prepare()
        past = history.past("dev", DAY + dt.timedelta(days=1))
        with history._begun() as connection:
            counts = [connection.execute(select(func.count()).select_from(table)).scalar() for table in (NIGHT, FIGURE)]
    assert [(each.date.day, each.passed, each.means) for each in past] == [
        (1, True, {("facts", "correct"): 0.5}),
        (2, False, {("facts", "correct"): 0.75}),
    ]
    assert counts == [4, 6]


def test_the_last_nights_come_oldest_first(opened: Open) -> None:
    with closing(opened()) as history:
        history.prepare()
        for day in (4, 2, 3, 1):
            history.record(night(day, "order"), [])
        assert [each.date.day for each in history.past("order", dt.date(2027, 1, 1), nights=3)] == [3, 4, 5]


def test_a_history_that_cannot_be_used_is_named_without_its_password(unused_tcp_port: int) -> None:
    pytest.importorskip("psycopg")
    address = f"postgresql://advisor:hunter2@127.0.0.1:{unused_tcp_port}/nights"
    settings = EvalSettings(nightly=NightlySettings.model_validate({"history_url": address}))
    with closing(History.of(settings)) as history, pytest.raises(HistoryError, match="cannot be used") as error:
        history.prepare()
    assert "hunter2" not in str(error.value)
    wrong = EvalSettings(nightly=NightlySettings.model_validate({"history_url": "hunter2"}))
    with pytest.raises(HistoryError, match="is no database's address") as error:
        History.of(wrong)
    assert "hunter2" not in str(error.value)
