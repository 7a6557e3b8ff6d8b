"""What is kept: it can be opened and written to, and no newer program has been there."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime

from pydantic import SecretStr

from server.access.keyring import KEYS, Keyring, keys_of
from server.database.opening import named, opened
from server.database.tables import DatabaseError, Tables, Where
from server.doctor.finding import Finding, failed, ok, warning
from server.errors import AdvisorError
from server.journal.file import JOURNAL, journal_of
from server.recollection import CONVERSATIONS
from server.settings import Settings


def database(settings: Settings) -> Iterator[Finding]:
    """Each set of tables; a file that is not there yet is made when it is needed."""
    wanted: list[tuple[Where, Tables]] = [(keys_of(settings), KEYS)]
    if settings.journal.enabled:
        wanted.append((journal_of(settings), JOURNAL))
    if settings.database.url is not None:
        wanted.append((settings.database.url, CONVERSATIONS))
    for where, tables in wanted:
        if isinstance(where, SecretStr) or where.exists():
            yield _written_to(where, tables)


def keys(settings: Settings) -> Iterator[Finding]:
    """Whether anybody can be let in, where keys are asked for."""
    if not settings.api.asks_for_keys:
        return
    if settings.ui.api_key is not None:
        yield ok("keys", "are asked for, and the chat has its own")
        return
    where, now = keys_of(settings), datetime.now(UTC)
    accepted = 0
    if isinstance(where, SecretStr) or where.exists():
        with closing(Keyring(where)) as keyring:
            accepted = sum(key.fault(now) is None for key in keyring.all())
    if accepted:
        yield ok("keys", f"are asked for, and {accepted} are accepted")
    else:
        yield warning("keys", "are asked for, and nobody has one: run `python -m server keys create --name NAME`")


def _written_to(where: Where, tables: Tables) -> Finding:
    part = f"database of the {tables.name}"
    try:
        with closing(opened(where, tables)) as found, found.transaction():
            pass
    except DatabaseError as error:
        in_postgres = "start it, or name the primary in ADVISOR_DATABASE__URL"
        fix = in_postgres if isinstance(where, SecretStr) else "check its disk and rights, or restore it"
        return failed(part, f"{named(where)} cannot be written to ({error}): {fix}")
    except AdvisorError as error:
        return failed(part, str(error))
    return ok(part, f"{named(where)}, version {len(tables.steps)}")
