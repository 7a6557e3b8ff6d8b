"""What is indexed: every passage and every row of the catalogue as one citable entry.

Plain records, so that deciding whether anything changed needs neither LlamaIndex nor a model.
"""

import hashlib
import uuid
from collections.abc import Iterable, Iterator

from corpus.catalogue import Catalogue
from corpus.document import Document
from corpus.linker import Kind, Linker
from corpus.vocabulary import Evidence, EvidenceKind, Record
from ingest.rows import Names, rows

_NAMESPACE = uuid.UUID("6f1c2f3e-0d53-5a6b-9c39-6a2f6d1f7a10")


class Entry(Record):
    """One citable text; `phases`, `roles` and `tools` are the codes and names it mentions."""

    kind: EvidenceKind
    document: str
    title: str
    locator: str
    text: str
    url: str | None
    as_of: str
    heading: str
    phases: tuple[str, ...]
    roles: tuple[str, ...]
    tools: tuple[str, ...]

    @property
    def id(self) -> str:
        """A UUID that document, locator and text decide."""
        return str(uuid.uuid5(_NAMESPACE, "\x1f".join((self.document, self.locator, self.text))))

    @property
    def embedded_text(self) -> str:
        """What is embedded and searched: the heading above the text."""
        return f"{self.heading}\n\n{self.text}" if self.heading else self.text


def entries_of(catalogue: Catalogue, documents: Iterable[Document]) -> tuple[Entry, ...]:
    """All entries, catalogue first, without repetitions."""
    linker = Linker(catalogue)
    found = [
        _entry(row.heading, row.evidence, row.names or _names(linker, row.evidence.excerpt)) for row in rows(catalogue)
    ]
    for heading, evidence in _passages(documents):
        found.append(_entry(heading, evidence, _names(linker, f"{heading}\n{evidence.excerpt}")))
    return tuple({entry.id: entry for entry in found}.values())


def content_hash(entries: Iterable[Entry], *salt: str) -> str:
    """16 hex digits that any change to an entry, or to `salt`, changes."""
    digest = hashlib.sha256("\x1f".join(salt).encode())
    for entry in entries:
        digest.update(entry.model_dump_json().encode())
    return digest.hexdigest()[:16]


def _passages(documents: Iterable[Document]) -> Iterator[tuple[str, Evidence]]:
    for document in documents:
        for passage in document.passages:
            yield (
                passage.heading,
                Evidence(
                    kind=document.kind,
                    document=document.id,
                    title=document.title,
                    locator=passage.locator,
                    excerpt=passage.text,
                    url=document.url,
                    as_of=document.as_of,
                ),
            )


def _names(linker: Linker, text: str) -> Names:
    mentions = linker.link(text, typos=False)

    def named(kind: Kind) -> tuple[str, ...]:
        return tuple(dict.fromkeys(mention.name for mention in mentions if mention.kind == kind))

    return Names(phases=named("phase"), roles=named("role"), tools=named("tool"))


def _entry(heading: str, evidence: Evidence, names: Names) -> Entry:
    return Entry(
        kind=evidence.kind,
        document=evidence.document,
        title=evidence.title,
        locator=evidence.locator,
        text=evidence.excerpt,
        url=evidence.url,
        as_of=evidence.as_of,
        heading=heading,
        phases=names.phases,
        roles=names.roles,
        tools=names.tools,
    )
