"""A repository's files out of a tar.gz, read one after the other and never written anywhere."""

import tarfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO
from urllib.parse import quote

from ingest.offered import Failed, Offered, day_of
from ingest.reading.readers import MAX_BYTES, SUFFIXES, suffix_of

_EXPANDED_BYTES = 4_000_000_000
_MEMBERS = 500_000


class ArchiveError(ValueError):
    """An archive is damaged or expands too far; the message is the reason, without its name."""


def offered_from(archive: IO[bytes], below: str = "", url: str | None = None) -> Iterator[Offered | Failed]:
    """The files of a kind that is read, below the folder `below` of the archive's own single top folder.

    Links are no files of their own and are left out. Raises ArchiveError.
    """
    wanted = PurePosixPath(below)
    size = 0
    try:
        with tarfile.open(fileobj=archive, mode="r|gz") as members:
            for count, member in enumerate(members):
                size += member.size
                if size > _EXPANDED_BYTES or count > _MEMBERS:
                    raise ArchiveError("expands to more than is read")
                path = PurePosixPath(*PurePosixPath(member.name).parts[1:])
                if not member.isfile() or not path.is_relative_to(wanted) or suffix_of(path.name) not in SUFFIXES:
                    continue
                name = path.relative_to(wanted).as_posix()
                if path.is_absolute() or ".." in path.parts:
                    yield Failed(name, "has a path out of the archive")
                elif member.size > MAX_BYTES:
                    yield Failed(name, f"is larger than {MAX_BYTES // 1_000_000} MB")
                elif (stored := members.extractfile(member)) is not None:
                    yield Offered(
                        name, stored.read(), day_of(member.mtime), f"{url}/{quote(name)}" if url else None, dated=True
                    )
    except (tarfile.TarError, EOFError, OSError) as error:
        raise ArchiveError(f"is no archive that can be read ({error})") from error
