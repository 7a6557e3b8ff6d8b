"""PostgreSQL: the tables of several API processes in one place."""

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import DictRow, dict_row
from pydantic import SecretStr

from server.database.tables import DatabaseError, Done, Tables, Value

_CONNECT_S = 3
_ANSWER_MS = 5_000
# So long after a failed connection no other is tried: who waits for an answer is told at once.
_RESTS_S = 1.0
_TYPES = {"serial": "bigint generated always as identity primary key", "bytes": "bytea"}
_NAMED = re.compile(r":(\w+)")
# Any number will do that no other program takes for a lock of its own.
_LOCK = 7_077_190_263


class PostgresDatabase:
    """A connection that is made when it is first needed, and again where it was lost."""

    def __init__(self, url: SecretStr, tables: Tables) -> None:
        self._url = url
        self._tables = tables
        self._connection: psycopg.Connection[DictRow] | None = None
        self._rests_until = 0.0
        self._connected()

    def execute(self, statement: str, values: Mapping[str, Value] = {}) -> Done:
        """Run one statement."""
        with self._translated():
            cursor = self._connected().execute(_dialect(statement), values)
            rows = cursor.fetchall() if cursor.description else []
            return Done(tuple(rows), cursor.rowcount)

    def execute_all(self, statement: str, rows: Sequence[Mapping[str, Value]]) -> None:
        """Run it for each row, in one transaction and one go."""
        with self._translated(), self._connected().transaction(), self._connected().cursor() as cursor:
            cursor.executemany(_dialect(statement), rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Others see all of it, or nothing."""
        with self._translated(), self._connected().transaction():
            yield

    def scrub(self, *tables: str) -> None:
        """Dead rows would lie in the table until the server's own turn to clean up comes."""
        for table in tables:
            self.execute(f"vacuum {table}")

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _connected(self) -> psycopg.Connection[DictRow]:
        if self._connection is not None and not self._connection.closed:
            return self._connection
        if time.monotonic() < self._rests_until:
            raise DatabaseError(f"{shown(self._url)} did not answer just now", "unreachable")
        try:
            with self._translated():
                connection = psycopg.connect(
                    self._url.get_secret_value(),
                    autocommit=True,
                    row_factory=dict_row,
                    prepare_threshold=None,  # behind a pool of connections nobody knows who prepared what
                    connect_timeout=_CONNECT_S,
                    application_name="mlops-advisor",
                    tcp_user_timeout=_ANSWER_MS,
                    options=f"-c statement_timeout={_ANSWER_MS}",
                )
                try:
                    self._migrate(connection)
                except BaseException:
                    connection.close()
                    raise
        except DatabaseError:
            self._rests_until = time.monotonic() + _RESTS_S
            raise
        self._connection = connection
        return connection

    def _migrate(self, connection: psycopg.Connection[DictRow]) -> None:
        name, known = self._tables.name, len(self._tables.steps)
        with connection.transaction():
            # Of several processes that start at once, one makes the tables and the others wait for it.
            connection.execute("set local statement_timeout = 0")
            connection.execute("select pg_advisory_xact_lock(%s)", (_LOCK,))
            connection.execute("create table if not exists advisor_versions (name text primary key, version integer)")
            row = connection.execute("select version from advisor_versions where name = %s", (name,)).fetchone()
            found = row["version"] if row else 0
            for step in self._tables.steps[found:]:
                connection.execute(step.format(**_TYPES))
            if found < known:
                connection.execute(
                    "insert into advisor_versions values (%(name)s, %(version)s)"
                    " on conflict (name) do update set version = excluded.version",
                    {"name": name, "version": known},
                )
        if found > known:
            raise self._tables.foreign(
                f"the tables {name} at {shown(self._url)} are of version {found}, this program writes {known}: "
                "run the newer program"
            )

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as error:
            # Its further lines may quote values.
            said = (str(error).splitlines() or [type(error).__name__])[0]
            raise DatabaseError(said, error.sqlstate or type(error).__name__) from error


def shown(url: SecretStr) -> str:
    """The address without the password."""
    try:
        parts = conninfo_to_dict(url.get_secret_value())
    except psycopg.ProgrammingError:
        return "ADVISOR_DATABASE__URL"
    return f"postgresql://{parts.get('host', '')}:{parts.get('port', 5432)}/{parts.get('dbname', '')}"


def _dialect(statement: str) -> str:
    return _NAMED.sub(r"%(\1)s", statement)
