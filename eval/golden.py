"""The golden questions: one JSON object a line in `golden/*.jsonl`, read strictly and proved.

`items`, `values`, `mentions` and `relevant` are judged only where a question carries them; `items_alt` are
other entities that a careful reader would accept too. `relevant`
lists what the answer needs; a need is a locator prefix, or a list of prefixes of which any one serves.
`reference` is a good answer in words of our own, written from the needs alone; answers are compared with it.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationError

from corpus.catalogue import Catalogue
from corpus.vocabulary import PHASE_CODES
from eval.places import Place, carries
from server.schema import Items, Question, Status, Wire

GOLDEN = Path(__file__).parent / "golden"
REFERENCE_WORDS = 60
_MARK = re.compile(r"\[\d+\]")

Split = Literal["dev", "test"]
Wording = Literal[
    "casual",
    "terse",
    "typo",
    "abbreviation",
    "synonym",
    "long-winded",
    "imperative",
    "keyword",
    "non-native",
    "formal",
]
Text = Annotated[str, StringConstraints(min_length=1)]
Need = Text | Annotated[tuple[Text, ...], Field(min_length=2)]


class GoldenError(ValueError):
    """A golden file cannot be used; the message names file, line and fix."""


class Number(Wire):
    """A number that the answer must give; `name` and `unit` are for the reader, `value` is compared."""

    name: str
    value: float
    unit: str


class Golden(Wire):
    """One question with what a right answer looks like and how that was found."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z-]+-\d{3}$")]
    family: Annotated[str, StringConstraints(pattern=r"^[a-z-]+$")]
    wording: Wording
    split: Split
    question: Question
    turns: tuple[Question, ...] = ()
    status: Status
    items: Items | None = None
    items_alt: tuple[Items, ...] = ()
    values: Annotated[tuple[Number, ...], Field(min_length=1)] | None = None
    mentions: Annotated[tuple[Text, ...], Field(min_length=1)] | None = None
    relevant: Annotated[tuple[Need, ...], Field(min_length=1)] | None = None
    reference: Text | None = None
    provenance: Text

    @property
    def needs(self) -> tuple[tuple[str, ...], ...]:
        """What the answer needs, each as the locator prefixes that serve."""
        return tuple((need,) if isinstance(need, str) else need for need in self.relevant or ())


def load_golden(folder: Path = GOLDEN) -> tuple[Golden, ...]:
    """Every question of every file, by file name; raises GoldenError for the first bad line."""
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise GoldenError(f"no *.jsonl in {folder}: restore the golden files from the repository")
    return tuple(question for path in files for question in read_golden(path))


def chosen(questions: Sequence[Golden], split: Split | Literal["all"], families: Sequence[str]) -> list[Golden]:
    """The questions of a split, and of these families only where any are named; raises GoldenError for none."""
    known = dict.fromkeys(question.family for question in questions)
    unknown = [family for family in families if family not in known]
    if unknown:
        raise GoldenError(f"unknown family {', '.join(unknown)}; known are {', '.join(known)}")
    found = [
        question
        for question in questions
        if split in ("all", question.split) and (not families or question.family in families)
    ]
    if not found:
        raise GoldenError(f"no question of {', '.join(families)} is in split {split}: take --split all")
    return found


def golden_hash(questions: Iterable[Golden]) -> str:
    """16 hex digits that any change to a question changes."""
    digest = hashlib.sha256()
    for question in questions:
        digest.update(question.model_dump_json().encode())
    return digest.hexdigest()[:16]


def flaws(questions: Iterable[Golden], catalogue: Catalogue, places: Iterable[Place]) -> Iterator[str]:
    """What is wrong with the questions as a whole, one line each; nothing when they are sound."""
    questions = tuple(questions)
    locators = {place.locator for place in places}
    yield from _repeated([question.id for question in questions], "id")
    yield from _repeated([f"{' > '.join((*q.turns, q.question))!r}" for q in questions], "question")
    yield from _thin_families(questions)
    for question in questions:
        yield from (f"{question.id}: {flaw}" for flaw in _flaws(question, catalogue, locators))


def read_golden(path: Path) -> Iterator[Golden]:
    """The questions of one file; raises GoldenError for the first bad line."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            yield Golden.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            raise GoldenError(f"{path.name}, line {number}: {where} {first['msg']}") from error


def _repeated(values: list[str], what: str) -> Iterator[str]:
    yield from (
        f"{what} {value} stands {values.count(value)} times" for value in set(values) if values.count(value) > 1
    )


def _thin_families(questions: tuple[Golden, ...]) -> Iterator[str]:
    for family in sorted({question.family for question in questions}):
        own = [question for question in questions if question.family == family]
        if {question.split for question in own} != {"dev", "test"}:
            yield f"family {family} is not in both splits"
        if len({question.wording for question in own}) < 3:
            yield f"family {family} has fewer than three styles of wording"


def _flaws(question: Golden, catalogue: Catalogue, locators: set[str]) -> Iterator[str]:
    items = question.items or Items()
    odd_codes = {code for role in catalogue.roles.values() for code in role.phases} - PHASE_CODES
    for accepted in (items, *question.items_alt):
        for kind, names, known in (
            ("phase", accepted.phases, PHASE_CODES | odd_codes),
            ("role", accepted.roles, catalogue.roles.keys()),
            ("tool", accepted.tools, catalogue.tools.keys()),
        ):
            yield from (f"unknown {kind} {name!r}" for name in names if name not in known)
            if len(set(names)) != len(names):
                yield f"a {kind} stands twice in items"
    if question.status == "refused" and question.items != Items():
        yield "a refusal has empty items"
    if all(part is None for part in (question.items, question.values, question.mentions, question.relevant)):
        yield "nothing is expected of the answer"
    if question.reference is not None:
        yield from _reference_flaws(question, question.reference)
    for prefix in (prefix for need in question.needs for prefix in need):
        if not any(carries(prefix, locator) for locator in locators):
            yield f"no place in the corpus has the locator {prefix!r}"


def _reference_flaws(question: Golden, reference: str) -> Iterator[str]:
    if question.status != "answered" or question.relevant is None:
        yield "a reference belongs to a question that is answered from `relevant`"
    if _MARK.search(reference):
        yield "a reference carries no marks"
    if len(reference.split()) > REFERENCE_WORDS:
        yield f"a reference has at most {REFERENCE_WORDS} words"
