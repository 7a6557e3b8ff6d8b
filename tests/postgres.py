"""A PostgreSQL of our own, from Debian's package, on a socket in a folder of its own."""

import os
import shutil
import subprocess
import tempfile
from itertools import count
from pathlib import Path

import psycopg

from tests.absence import absent


class Postgres:
    """Started and stopped as often as a test likes; `database` makes one that nobody has used before."""

    def __init__(self, programs: Path) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="advisor-pg-"))
        # It refuses to run as root.
        self._user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self._user:
            shutil.chown(self.folder, "postgres")
        self._programs = programs
        self._numbers = count(1)
        self._run("initdb", "-D", str(self.folder / "data"), "-A", "trust", "-U", "advisor")

    def start(self) -> None:
        """Serve on the socket; returns once it does."""
        options = f"-k {self.folder} -c listen_addresses= -c fsync=off"
        self._ctl("-w", "-o", options, "-l", str(self.folder / "data" / "log"), "start")

    def stop(self) -> None:
        """End as after a power failure."""
        self._ctl("-m", "immediate", "stop")

    def database(self) -> str:
        """The address of a new database."""
        name = f"advisor{next(self._numbers)}"
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f"create database {name}")
        return self.address(name)

    def address(self, name: str) -> str:
        """The address of a database with this name."""
        return f"postgresql://advisor@/{name}?host={self.folder}"

    def remove(self) -> None:
        """End, and leave nothing behind."""
        self._ctl("-m", "immediate", "stop", check=False)
        shutil.rmtree(self.folder)

    def _ctl(self, *arguments: str, check: bool = True) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), *arguments, check=check)

    def _run(self, program: str, *arguments: str, check: bool = True) -> None:
        command = [*self._user, str(self._programs / program), *arguments]
        # No pipe: the server would keep it open.
        subprocess.run(command, check=check, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60)


def installed() -> Path:
    """The folder of its programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found or (os.geteuid() == 0 and shutil.which("runuser") is None):
        absent("no PostgreSQL on this machine: `apt-get install postgresql` to run these tests")
    return found[-1].parent
