"""Questions: what people ask, or tell of, when a passage is what they need. They are searched beside the passage,
since the words of somebody who needs it are seldom the words that it uses; only the passage is ever cited.

[[passage]]
locator = "Section II, Monitoring (M), sentence 1"
roles = ["DevOps Engineer"]   # optional: who is needed by those that ask so
asks = ["after go-live we are flying blind"]

Where several passages have one locator, each has a record of its own, in their order. Beside them stand questions
beyond the corpus (`tables/beyond.toml`), which tell where its reach ends.
"""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import Field, StringConstraints, ValidationError

from corpus.vocabulary import Record

Ask = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class QuestionError(ValueError):
    """A file of questions cannot be used; the message names the file and the fix."""


class Questions(Record):
    """The questions of one passage; `roles` are the roles of Table III that those who ask so need."""

    locator: str
    roles: tuple[str, ...] = ()
    asks: tuple[Ask, ...] = Field(min_length=1)


class Beyond(Record):
    """Questions that the corpus does not answer, since it `lacks` something: `how to install or configure a tool`."""

    lacks: Ask
    asks: tuple[Ask, ...] = Field(min_length=1)


Asked = TypeVar("Asked", Questions, Beyond)


def load_beyond(path: Path) -> tuple[Beyond, ...]:
    """All topics in their order; raises QuestionError as `load_questions` does."""
    return _load(path, "topic", Beyond)


def load_questions(path: Path) -> tuple[Questions, ...]:
    """All records in their order; raises QuestionError for a bad file or a question that stands twice."""
    return _load(path, "passage", Questions)


def _load(path: Path, name: str, model: type[Asked]) -> tuple[Asked, ...]:
    try:
        records = tomllib.loads(path.read_text(encoding="utf-8"))[name]
        found = tuple(model.model_validate(record) for record in records)
    except (OSError, tomllib.TOMLDecodeError, KeyError, ValidationError) as error:
        raise QuestionError(f"{path.name} cannot be used: {error}") from error
    text, times = Counter(ask for record in found for ask in record.asks).most_common(1)[0]
    if times > 1:
        raise QuestionError(f"{path.name} asks {text!r} {times} times: leave all but one out")
    return found
