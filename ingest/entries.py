"""What is indexed: every passage and every row of the catalogue as one citable entry, and the questions they answer.

Plain records, so that deciding whether anything changed needs neither LlamaIndex nor a model.
"""

import hashlib
import uuid
from collections.abc import Iterable, Iterator
from typing import Literal

from corpus.catalogue import Catalogue
from corpus.document import Document, with_questions
from corpus.linker import Kind, Linker
from corpus.questions import Questions, load_beyond
from corpus.vocabulary import Evidence, EvidenceKind, Record
from ingest.rows import Names, asked_rows

_NAMESPACE = uuid.UUID("6f1c2f3e-0d53-5a6b-9c39-6a2f6d1f7a10")


Layer = Literal["source", "added", "question", "beyond"]


class Entry(Record):
    """One text to be found; `phases`, `roles` and `tools` are the codes and names it mentions.

    Of the layer `source` it is cited itself; `added` ones, from the library, are too. A `question` has all of the
    `source` that answers it (an id) but the text, and is never shown; `needs` are the roles that somebody who asks so
    needs. Of the layer `beyond` are questions that no source answers.
    """

    layer: Layer = "source"
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
    source: str | None = None
    needs: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """A UUID that document, locator and text decide."""
        return str(uuid.uuid5(_NAMESPACE, "\x1f".join((self.document, self.locator, self.text))))

    @property
    def evidence(self) -> Evidence:
        """The place in the corpus that the text stands for."""
        return Evidence(
            kind=self.kind,
            document=self.document,
            title=self.title,
            locator=self.locator,
            excerpt=self.text,
            url=self.url,
            as_of=self.as_of,
        )

    @property
    def embedded_text(self) -> str:
        """What is embedded and searched: the heading above the text."""
        return f"{self.heading}\n\n{self.text}" if self.heading else self.text


def entries_of(catalogue: Catalogue, documents: Iterable[Document]) -> tuple[Entry, ...]:
    """All entries without repetitions: the catalogue's, the documents', the questions they answer and those beyond.

    Raises QuestionError for questions that no row of the catalogue has, DocumentError for those of no passage.
    """
    linker = Linker(catalogue)
    found = [*_rows(catalogue, linker), *_passages(documents, linker)]
    sources = {entry.id: entry for entry, _ in found}
    questions = {asked.id: asked for entry, record in found if record for asked in _questions(entry, record)}
    beyond = {asked.id: asked for asked in _beyond(catalogue)}
    return tuple((sources | questions | beyond).values())


def _beyond(catalogue: Catalogue) -> Iterator[Entry]:
    for topic in load_beyond(catalogue.folder / "beyond.toml"):
        for ask in topic.asks:
            yield Entry(
                layer="beyond",
                kind="paraphrase",
                document="beyond",
                title="Questions beyond the corpus",
                locator=topic.lacks,
                text=ask,
                url=None,
                as_of="",
                heading="",
                phases=(),
                roles=(),
                tools=(),
            )


def _questions(source: Entry, questions: Questions) -> Iterator[Entry]:
    update = {"layer": "question", "heading": "", "source": source.id, "needs": questions.roles}
    for ask in questions.asks:
        yield source.model_copy(update={**update, "text": ask})


def content_hash(entries: Iterable[Entry], *salt: str) -> str:
    """16 hex digits that any change to an entry, or to `salt`, changes."""
    digest = hashlib.sha256("\x1f".join(salt).encode())
    for entry in entries:
        digest.update(entry.model_dump_json().encode())
    return digest.hexdigest()[:16]


_Answering = tuple[Entry, Questions | None]


def _rows(catalogue: Catalogue, linker: Linker) -> Iterator[_Answering]:
    for row in asked_rows(catalogue):
        names = row.names or names_in(linker, row.evidence.excerpt)
        yield _entry(row.heading, row.evidence, names), row.questions


def _passages(documents: Iterable[Document], linker: Linker) -> Iterator[_Answering]:
    for document in documents:
        for passage, questions in with_questions(document):
            names = names_in(linker, f"{passage.heading}\n{passage.text}")
            yield _entry(passage.heading, document.evidence(passage), names), questions


def names_in(linker: Linker, text: str) -> Names:
    """The phases, roles and tools that a text mentions."""
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
