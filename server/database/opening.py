"""Where a set of tables lies, and opening it there."""

from pathlib import Path

from pydantic import SecretStr

from server.database.sqlite import SqliteDatabase
from server.database.tables import Database, Tables, Where
from server.settings import Settings


def place_of(settings: Settings, file: Path) -> Where:
    """The PostgreSQL that the settings name, or else the file."""
    return settings.database.url or file


def opened(where: Where, tables: Tables) -> Database:
    """The tables, brought to what this program writes. Raises DatabaseError where they cannot be used, and what they
    call foreign where a newer program made them."""
    if isinstance(where, SecretStr):
        from server.database.postgres import PostgresDatabase  # the driver is read only where it is needed

        return PostgresDatabase(where, tables)
    return SqliteDatabase(where, tables)


def named(where: Where) -> str:
    """The place as a message may tell it."""
    if isinstance(where, SecretStr):
        from server.database.postgres import shown

        return shown(where)
    return str(where)
