"""Files on their way into the library, wherever they come from, and what became of them."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from ingest.chunks import LIMIT, chunks_of
from ingest.library import File, Library, Passage, Source
from ingest.reading.apart import Apart
from ingest.reading.blocks import UnreadableError
from ingest.reading.readers import READERS_VERSION


@dataclass(frozen=True)
class Offered:
    """A file with its content. `dated` says that `as_of` is more than a guess that an unchanged file outweighs."""

    name: str
    content: bytes
    as_of: str
    url: str | None = None
    dated: bool = False
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True)
class Failed:
    """A file that cannot be had, and why; what was kept of it before stays."""

    name: str
    reason: str


@dataclass(frozen=True)
class Kept:
    """A file that is known to be as it was."""

    name: str


@dataclass
class Report:
    """What became of a source's files; `empty` ones hold nothing to index."""

    source: str
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: int = 0
    empty: int = 0
    failed: list[Failed] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The report as lines to print; one for each failure."""
        counts = {"added": len(self.added), "changed": len(self.changed), "removed": len(self.removed)}
        counts |= {"unchanged": self.unchanged, "without text": self.empty, "failed": len(self.failed)}
        told = ", ".join(f"{count} {what}" for what, count in counts.items() if count) or "nothing to read"
        return [f"{self.source}: {told}", *(f"failed: {each.name} {each.reason}" for each in self.failed)]


def take_in(library: Library, source: Source, offered: Iterable[Offered | Failed | Kept], limit: int = LIMIT) -> Report:
    """Make the library hold these files of the source and no other; one that fails keeps what it had. What is read
    becomes passages of at most `limit` word pieces.

    A source of which nothing can be read is not kept. To be called while the library is `changing`.
    """
    from ingest.duplicates import signature_of

    report = Report(source.id)
    known = {file.name: (file, digest) for file, digest in library.files(source.id)}
    here: set[str] = set()
    with Apart() as reader:
        for each in offered:
            here.add(each.name)
            if isinstance(each, Failed):
                report.failed.append(each)
                continue
            before, digest_before = known.get(each.name, (None, ""))
            if isinstance(each, Kept):
                report.unchanged += 1
                continue
            digest = hashlib.sha256(READERS_VERSION.encode() + each.content).hexdigest()
            if before is not None and digest == digest_before:
                as_of = each.as_of if each.dated else before.as_of
                library.put_file(source.id, _file(each, before.title, as_of), digest)
                report.unchanged += 1
                continue
            try:
                reading = reader.read(each.name, each.content)
            except UnreadableError as error:
                report.failed.append(Failed(each.name, str(error)))
                continue
            chunks = [Passage(headings=chunk.headings, text=chunk.text) for chunk in chunks_of(reading.blocks, limit)]
            passages = [(passage, signature_of(passage.text)) for passage in chunks]
            library.put_file(source.id, _file(each, reading.title, each.as_of), digest, passages)
            report.empty += not passages
            (report.changed if before else report.added).append(each.name)
    for name in known.keys() - here:
        library.remove_file(source.id, name)
        report.removed.append(name)
    if known.keys() & here or report.added:
        library.put(source)
    else:
        library.remove(source.id)
    return report


def day_of(seconds: float) -> str:
    """The day of a file's time, which may be any number: that of 0 where it is in no calendar."""
    try:
        return datetime.fromtimestamp(seconds, UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC).date().isoformat()


def _file(offered: Offered, title: str | None, as_of: str) -> File:
    return File(
        name=offered.name,
        title=title,
        url=offered.url,
        as_of=as_of,
        etag=offered.etag,
        last_modified=offered.last_modified,
    )
