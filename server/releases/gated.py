"""How the last gate ended, for whoever watches: in the PostgreSQL that processes share, or else in
`<data_dir>/gate/gate.json`, a folder of its own that a night and an API of one host can have in common."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import AwareDatetime, SecretStr, ValidationError

from server.database.opening import named, opened
from server.database.tables import Database, DatabaseError, Tables
from server.errors import AdvisorError
from server.schema import Wire
from server.settings import Settings


class GatedError(AdvisorError):
    """It cannot be read or kept; the message names the place."""


_TABLES = Tables("gate", ("create table gate (id integer primary key, ended text not null)",), GatedError)
_KEEP = "insert into gate values (1, :ended) on conflict (id) do update set ended = excluded.ended"


class Gated(Wire):
    """The end of one gate: `fallen` of the `compared` questions fell against the baseline."""

    at: AwareDatetime
    release: str
    baseline: str
    passed: bool
    compared: int
    fallen: int


def read_gated(settings: Settings) -> Gated | None:
    """The last gate's end, None before the first; raises GatedError where what is there is none of ours, or cannot be
    read."""
    if settings.database.url is not None:
        with _shared(settings.database.url) as database:
            row = database.execute("select ended from gate").first
        return _parsed(row["ended"], named(settings.database.url)) if row else None
    path = _path(settings.data_dir)
    try:
        return _parsed(path.read_bytes(), str(path))
    except FileNotFoundError:
        return None


def write_gated(settings: Settings, gated: Gated) -> None:
    """Replace what the gate before it left; raises GatedError where nothing can be kept."""
    if settings.database.url is not None:
        with _shared(settings.database.url) as database:
            database.execute(_KEEP, {"ended": gated.model_dump_json()})
        return
    path = _path(settings.data_dir)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(gated.model_dump_json(), "utf-8")
    fresh.replace(path)


@contextmanager
def _shared(url: SecretStr) -> Iterator[Database]:
    try:
        database = opened(url, _TABLES)
        try:
            yield database
        finally:
            database.close()
    except DatabaseError as error:
        raise GatedError(f"how the last gate ended cannot be read or kept at {named(url)}: {error}") from error


def _parsed(text: str | bytes, place: str) -> Gated:
    try:
        return Gated.model_validate_json(text)
    except ValidationError as error:
        raise GatedError(f"{place} holds what no gate writes: remove it") from error


def _path(data_dir: Path) -> Path:
    return data_dir / "gate" / "gate.json"
