"""Reviewed candidates become golden questions once they pass the lint that all golden questions pass."""

from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from corpus.catalogue import Catalogue
from eval.feedback.candidates import normal
from eval.feedback.review import Review, said
from eval.golden import GOLDEN, Golden, flaws
from eval.places import Place
from server.schema import Wire

ACCEPTED = GOLDEN / "feedback.jsonl"


class Refused(Wire):
    """A line that stays out, and why."""

    line: int
    why: tuple[str, ...]


class Accepted(Wire):
    """What became of the lines of a review file; `already` were accepted before."""

    accepted: tuple[Golden, ...]
    already: int
    refused: tuple[Refused, ...]


def judged(
    lines: Sequence[Review | str],
    golden: Sequence[Golden],
    catalogue: Catalogue,
    places: Collection[Place],
    on: date,
) -> Accepted:
    """Which lines can be accepted, given the golden questions that there are."""
    there = {question.id: question for question in golden}
    accepted: list[Golden] = []
    refused: list[Refused] = []
    already = 0
    for number, line in enumerate(lines, start=1):
        if isinstance(line, Review) and _is(line, there.get(line.id)):
            already += 1
            continue
        found = _golden(line, on)
        if isinstance(found, Golden):
            # What the lint says of a set it says of those with the same family, id or question.
            kin = [one for one in (*golden, *accepted) if _akin(one, found)]
            new = set(flaws((*kin, found), catalogue, places)) - set(flaws(kin, catalogue, places))
            if not new:
                accepted.append(found)
                continue
            why = tuple(sorted(flaw.removeprefix(f"{found.id}: ") for flaw in new))
        else:
            why = found
        refused.append(Refused(line=number, why=why))
    return Accepted(accepted=tuple(accepted), already=already, refused=tuple(refused))


def append(path: Path, questions: Sequence[Golden]) -> None:
    """Write the questions behind those accepted before; no file is made for none."""
    if not questions:
        return
    with path.open("a", encoding="utf-8") as file:
        file.writelines(f"{question.model_dump_json(exclude_defaults=True)}\n" for question in questions)


def _golden(line: Review | str, on: date) -> Golden | tuple[str, ...]:
    if isinstance(line, str):
        return (line,)
    missing = line.missing()
    if missing:
        return (f"missing: {'; '.join(missing)}",)
    try:
        return line.golden(on)
    except ValidationError as error:
        return (said(error),)


def _akin(one: Golden, other: Golden) -> bool:
    return one.family == other.family or one.id == other.id or one.question == other.question


def _is(line: Review, there: Golden | None) -> bool:
    return there is not None and normal(there.question) == normal(line.question)
