"""Documents: Markdown with front matter, one citable passage a paragraph.

---
id: navigating-mlops
title: Navigating MLOps
kind: paraphrase
as_of: 2025-03-19
url: https://...
---
## Monitoring (M)
Text of one passage in our own words. {Section II, Monitoring, paragraph 1}

A document that draws on several sources lists them under `sources` in its front matter, and each passage names the one
that carries it: `{What it is, statement 1 | tracking}`.

A file of the same name that ends in `.toml` may hold the questions that its passages answer (`corpus/questions.py`).
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import frontmatter
import yaml
from pydantic import Field, StringConstraints, ValidationError, model_validator

from corpus.questions import QuestionError, Questions, load_questions
from corpus.vocabulary import Evidence, EvidenceKind, Record

DOCUMENTS = Path(__file__).parent / "documents"
_LOCATED = re.compile(r"(?P<text>.+?)\s*\{(?P<locator>[^{}|]+)(?:\|\s*(?P<source>[\w-]+)\s*)?\}", re.DOTALL)

IsoDate = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
HttpsUrl = Annotated[str, StringConstraints(pattern=r"^https://\S+$")]


class DocumentError(ValueError):
    """A document cannot be used; the message names the file and the fix."""


class Source(Record):
    """What a statement rests on; `as_of` is the date that it carries itself, `undated` where it carries none."""

    title: str = Field(min_length=1)
    url: HttpsUrl | None = None
    as_of: IsoDate | Literal["undated"]


class Passage(Record):
    """One paragraph with the place that carries it: in the document, or in the `source` that the document names."""

    heading: str
    text: str = Field(min_length=1)
    locator: str = Field(min_length=1)
    source: str | None = None


class Document(Record):
    """One source in reading order, or one text of our own on several `sources`; several files may share an `id` (parts
    of one source). `asked` is the file of the questions that its passages answer, which only the ingest reads."""

    id: str
    title: str
    kind: EvidenceKind
    as_of: IsoDate
    url: str | None = None
    asked: Path | None = None
    sources: Mapping[str, Source] = {}
    passages: tuple[Passage, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _sourced(self) -> Self:
        named = {passage.source for passage in self.passages}
        if self.sources and None in named:
            raise ValueError("a passage names none of the document's sources: end it with {locator | source}")
        if named - {None} != set(self.sources):
            unknown = ", ".join(map(str, (named - {None}) ^ set(self.sources)))
            raise ValueError(f"sources and passages differ in {unknown}: list what is named, name what is listed")
        return self

    def evidence(self, passage: Passage) -> Evidence:
        """The place that a citation of the passage resolves to, with the address and the date of its source."""
        source = self.sources[passage.source] if passage.source else None
        return Evidence(
            kind=self.kind,
            document=self.id,
            title=f"{self.title} ({source.title})" if source else self.title,
            locator=passage.locator,
            excerpt=passage.text,
            url=source.url if source else self.url,
            as_of=source.as_of if source else self.as_of,
        )


def load_documents(folder: Path = DOCUMENTS) -> tuple[Document, ...]:
    """Every `*.md` below `folder`, sorted by path; raises DocumentError for the first bad one, or for none."""
    paths = sorted(folder.rglob("*.md"))
    if not paths:
        raise DocumentError(f"{folder} holds no document: restore it from the repository")
    return tuple(load_document(path) for path in paths)


def load_document(path: Path) -> Document:
    """One document; raises DocumentError naming the file and the fix."""
    try:
        post = frontmatter.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise DocumentError(f"{path.name} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise DocumentError(f"{path.name} is not UTF-8 ({error}): save it as UTF-8") from error
    except yaml.YAMLError as error:
        raise DocumentError(f"{path.name} has bad front matter: {error}") from error
    if not post.metadata:
        raise DocumentError(f"{path.name} has no front matter: start it with --- and id, title, kind, as_of")
    # YAML reads a bare date as one; as_of is kept as it is written.
    metadata: dict[str, Any] = post.metadata | {"as_of": str(post.metadata.get("as_of", ""))}
    asked = path.with_suffix(".toml")
    found = {"passages": _passages(post.content, path.name), "asked": asked if asked.exists() else None}
    try:
        return Document.model_validate(metadata | found)
    except ValidationError as error:
        raise DocumentError(f"{path.name} has bad front matter: {error}") from error


def with_questions(document: Document) -> tuple[tuple[Passage, Questions | None], ...]:
    """The passages with the questions that each answers, record by record in the order of the passages.

    Raises DocumentError for a bad file of questions and for questions that no passage is left for.
    """
    try:
        records = list(load_questions(document.asked)) if document.asked else []
    except QuestionError as error:
        raise DocumentError(str(error)) from error
    found = tuple((passage, _first(records, passage.locator)) for passage in document.passages)
    if records and document.asked:
        lost = records[0].locator
        raise DocumentError(f"{document.asked.name}: no passage is left for the locator {lost!r}: correct it")
    return found


def _first(records: list[Questions], locator: str) -> Questions | None:
    """Take the first record of the locator away."""
    at = next((at for at, questions in enumerate(records) if questions.locator == locator), None)
    return None if at is None else records.pop(at)


def _passages(body: str, name: str) -> list[Passage]:
    passages: list[Passage] = []
    heading = ""
    for block in re.split(r"\n\s*\n", body.strip()):
        paragraph = block.strip()
        if paragraph.startswith("#"):
            first, _, paragraph = paragraph.partition("\n")
            heading = first.lstrip("#").strip()
        if not paragraph.strip():
            continue
        located = _LOCATED.fullmatch(paragraph.strip())
        if located is None:
            raise DocumentError(f"{name}: a paragraph has no {{locator}} at its end: {paragraph.strip()[:60]!r}")
        text = " ".join(located["text"].split())
        locator = " ".join(located["locator"].split())
        passages.append(Passage(heading=heading, text=text, locator=locator, source=located["source"]))
    return passages
