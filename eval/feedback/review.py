"""The review file: one candidate a line, in the form of a golden question whose answer a person fills in."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import StringConstraints, ValidationError

from eval.feedback.candidates import Candidate, Given
from eval.golden import Golden, GoldenError, Need, Number, Wording
from server.schema import Items, Question, Status, Wire

FAMILY = "feedback"
EXPECTED = ("items", "values", "mentions", "relevant")


class Review(Wire):
    """One line. Empty is what the reviewer has to say: who they are, the family and the wording, the right status,
    and at least one of `EXPECTED`. `question` may be reworded; nothing that tells of a person may stay in it."""

    trace: str
    reason: str
    given: Given
    reviewer: Annotated[str, StringConstraints(strip_whitespace=True)] = ""
    id: str
    family: str = ""
    wording: Wording | None = None
    question: Question
    turns: tuple[Question, ...] = ()
    status: Status | None = None
    items: Items | None = None
    items_alt: tuple[Items, ...] = ()
    values: tuple[Number, ...] | None = None
    mentions: tuple[str, ...] | None = None
    relevant: tuple[Need, ...] | None = None
    reference: str | None = None

    def missing(self) -> list[str]:
        """What the reviewer still has to fill in."""
        lacking = [name for name in ("reviewer", "family", "wording", "status") if not getattr(self, name)]
        expected = [name for name in EXPECTED if getattr(self, name) is not None]
        return lacking if expected else [*lacking, f"one of {', '.join(EXPECTED)}"]

    def golden(self, on: date) -> Golden:
        """The golden question; raises ValidationError where a field is malformed.

        Whoever reviews a question has read it, so that it is one to develop on and never one to test with.
        """
        fields = self.model_dump(mode="json", include=set(Golden.model_fields) & set(type(self).model_fields))
        provenance = f"feedback, trace {self.trace}, {on.isoformat()}, reviewed by {self.reviewer}"
        return Golden.model_validate(fields | {"split": "dev", "provenance": provenance})


def write_reviews(path: Path, found: Sequence[Candidate], taken: Iterable[str]) -> None:
    """A new file with one line a candidate; raises GoldenError where there is one already."""
    number = max((int(name.rsplit("-", 1)[1]) for name in taken if name.startswith(f"{FAMILY}-")), default=0)
    lines = [
        Review(
            trace=one.trace, reason=one.reason, given=one.given, id=f"{FAMILY}-{at:03}", question=one.question
        ).model_dump_json()
        for at, one in enumerate(found, start=number + 1)
    ]
    try:
        with path.open("x", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)
    except FileExistsError as error:
        raise GoldenError(f"{path} exists: somebody may be reviewing it; name another file") from error


def read_reviews(path: Path) -> list[Review | str]:
    """Each line, or why it cannot be read."""
    # Not `splitlines`, which also parts lines at separators that people's texts may hold.
    with path.open(encoding="utf-8") as file:
        return [_read(line) for line in file]


def _read(line: str) -> Review | str:
    try:
        return Review.model_validate_json(line)
    except ValidationError as error:
        return said(error)


def said(error: ValidationError) -> str:
    """The first thing that is wrong, with its place."""
    first = error.errors()[0]
    return f"{'.'.join(map(str, first['loc'])) or 'the line'}: {first['msg']}"
