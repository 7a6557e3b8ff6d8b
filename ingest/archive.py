"""A repository's files out of a tar.gz, read one after the other and never written anywhere."""

import gzip
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO
from urllib.parse import quote

from ingest.offered import Failed, Offered, day_of
from ingest.reading.readers import MAX_BYTES, SUFFIXES, suffix_of

_EXPANDED_BYTES = 4_000_000_000
_MEMBERS = 500_000
# Long names, records and maps before one file; `tarfile` reads them whole, whatever their size.
_HEADER_BYTES = 64_000


class ArchiveError(ValueError):
    """An archive is damaged or expands too far; the message is the reason, without its name."""


class _Expanded(gzip.GzipFile):
    """The bytes of a gzip file, as far as they may be read: `read` raises ArchiveError beyond `bound`, a position."""

    def __init__(self, packed: IO[bytes]) -> None:
        super().__init__(fileobj=packed, mode="rb")
        self.bound = _HEADER_BYTES

    def read(self, size: int | None = -1) -> bytes:
        """The next bytes, at most so many."""
        found = super().read(size)
        if self.tell() > _EXPANDED_BYTES:
            raise ArchiveError(f"expands to more than {_EXPANDED_BYTES // 1_000_000_000} GB: split it")
        if self.tell() > self.bound + tarfile.RECORDSIZE:
            raise ArchiveError(f"has a file with more than {_HEADER_BYTES // 1_000} kB of headers: pack it anew")
        return found


def offered_from(archive: IO[bytes], below: str = "", url: str | None = None) -> Iterator[Offered | Failed]:
    """The files of a kind that is read, below the folder `below` of the archive's own single top folder.

    Links are no files of their own and are left out. Raises ArchiveError.
    """
    wanted = PurePosixPath(below)
    count = 0
    try:
        with _Expanded(archive) as expanded, tarfile.open(fileobj=expanded, mode="r|") as members:
            while (member := members.next()) is not None:
                # What is kept of each file would add up; typeshed does not know of it.
                members.members = []  # type: ignore[attr-defined]
                members.pax_headers = {}
                expanded.bound = members.offset + _HEADER_BYTES
                count += 1
                if count > _MEMBERS:
                    raise ArchiveError(f"holds more than {_MEMBERS:,} files: split it")
                path = PurePosixPath(*PurePosixPath(member.name).parts[1:])
                if not member.isfile() or not path.is_relative_to(wanted) or suffix_of(path.name) not in SUFFIXES:
                    continue
                name = path.relative_to(wanted).as_posix()
                if path.is_absolute() or ".." in path.parts:
                    yield Failed(name, "has a path out of the archive")
                elif member.issparse():
                    yield Failed(name, "is packed as a sparse file: pack it whole")
                elif member.size > MAX_BYTES:
                    yield Failed(name, f"is larger than {MAX_BYTES // 1_000_000} MB")
                elif (stored := members.extractfile(member)) is not None:
                    yield Offered(
                        name, stored.read(), day_of(member.mtime), f"{url}/{quote(name)}" if url else None, dated=True
                    )
    except (tarfile.TarError, zlib.error, EOFError, OSError) as error:
        raise ArchiveError(f"is no archive that can be read ({error})") from error
