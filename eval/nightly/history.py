"""The history of the nights, in SQLite or, by its address, in Postgres: one row a night, one a figure."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Float,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    delete,
    insert,
    select,
)
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.exc import SQLAlchemyError

from eval.comparison import ALL
from eval.nightly.figures import Figure
from eval.nightly.night import Night
from eval.settings import EvalSettings

NIGHTS_SHOWN = 60

_META = MetaData()
NIGHT = Table(
    "advisor_night",
    _META,
    Column("date", Date, primary_key=True),
    Column("scope", String, primary_key=True),
    Column("release", String, nullable=False),
    Column("commit", String),
    Column("golden", String, nullable=False),
    Column("service", String, nullable=False),
    Column("started", DateTime(timezone=True), nullable=False),
    Column("seconds", Float, nullable=False),
    Column("questions", Integer, nullable=False),
    Column("unscored", Integer, nullable=False),
    Column("kept", Integer, nullable=False),
    Column("passed", Boolean, nullable=False),
    Column("narrated", Integer, nullable=False),
    Column("narration", String, nullable=False),
    Column("judged", Integer, nullable=False),
    Column("judgement", String, nullable=False),
)
FIGURE = Table(
    "advisor_night_figure",
    _META,
    Column("date", Date, primary_key=True),
    Column("scope", String, primary_key=True),
    Column("part", String, primary_key=True),
    Column("family", String, primary_key=True),
    Column("metric", String, primary_key=True),
    Column("mean", Float, nullable=False),
    Column("n", Integer, nullable=False),
    ForeignKeyConstraint(["date", "scope"], [NIGHT.c.date, NIGHT.c.scope]),
)


class HistoryError(Exception):
    """The history cannot be used; the message names it, without its password, and the fix."""


@dataclass(frozen=True)
class Past:
    """A night of the history with its figures over all families, by part and metric."""

    date: dt.date
    passed: bool
    means: dict[tuple[str, str], float]


class History:
    """Nights, each of them once: a night that is recorded again replaces what it had."""

    def __init__(self, url: URL) -> None:
        """Connects on first use."""
        self.address = url.render_as_string(hide_password=True)
        try:
            self._engine: Engine = create_engine(url, hide_parameters=True)
        except (SQLAlchemyError, ImportError) as error:
            raise HistoryError(
                f"the history {self.address} has no driver ({_line(error)}): install mlops-advisor[postgres]"
            ) from error

    @classmethod
    def of(cls, settings: EvalSettings) -> Self:
        """The history that the settings name, else the one in the data folder."""
        given = settings.nightly.history_url
        if given is None:
            path = settings.data_dir / "eval" / "history.sqlite"
            path.parent.mkdir(parents=True, exist_ok=True)
            return cls(URL.create("sqlite", database=str(path)))
        try:
            return cls(make_url(given.get_secret_value()))
        except SQLAlchemyError as error:
            # The address is a secret: what is wrong with it cannot be shown.
            raise HistoryError(
                "ADVISOR_NIGHTLY__HISTORY_URL is no database's address: write postgresql://user:password@host/database"
            ) from error

    def prepare(self) -> None:
        """Make the tables where they are missing; raises HistoryError where nothing can be recorded."""
        with self._usable():
            _META.create_all(self._engine)

    def record(self, night: Night, figures: Sequence[Figure]) -> None:
        """The night with its figures, in one transaction; raises HistoryError."""
        key = {"date": night.date, "scope": night.scope}
        with self._begun() as connection:
            for table in (FIGURE, NIGHT):
                connection.execute(delete(table).where(table.c.date == night.date, table.c.scope == night.scope))
            connection.execute(insert(NIGHT), [night.model_dump()])
            if figures:
                connection.execute(insert(FIGURE), [key | figure.model_dump() for figure in figures])

    def past(self, scope: str, until: dt.date, nights: int = NIGHTS_SHOWN) -> list[Past]:
        """The last nights of this scope, the oldest first; raises HistoryError."""
        wanted = (
            select(NIGHT.c.date, NIGHT.c.passed)
            .where(NIGHT.c.scope == scope, NIGHT.c.date <= until)
            .order_by(NIGHT.c.date.desc())
            .limit(nights)
        )
        with self._begun() as connection:
            found = connection.execute(wanted).all()[::-1]
            if not found:
                return []
            figures = connection.execute(
                select(FIGURE.c.date, FIGURE.c.part, FIGURE.c.metric, FIGURE.c.mean).where(
                    FIGURE.c.scope == scope,
                    FIGURE.c.family == ALL,
                    FIGURE.c.date.between(found[0].date, until),
                )
            ).all()
        means: dict[dt.date, dict[tuple[str, str], float]] = {row.date: {} for row in found}
        for row in figures:
            means[row.date][row.part, row.metric] = row.mean
        return [Past(row.date, row.passed, means[row.date]) for row in found]

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()

    @contextmanager
    def _begun(self) -> Iterator[Connection]:
        with self._usable(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _usable(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise HistoryError(
                f"the history {self.address} cannot be used ({_line(error)}): see ADVISOR_NIGHTLY__HISTORY_URL"
            ) from error


def _line(error: Exception) -> str:
    """The first line of what the driver said; SQLAlchemy adds the statement to it."""
    told = getattr(error, "orig", None) or error
    return (str(told).splitlines() or [type(told).__name__])[0]
