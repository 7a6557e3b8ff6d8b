"""The maturity questionnaire: practices, and which of them each level of Table I needs.

The mapping is this project's judgement. The paper prints the levels' labels and names only, so
the evidence made here names the questionnaire and never the paper.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from corpus.vocabulary import Evidence, MaturityModel, PhaseCode, Record

Answered = Literal["no", "partly", "yes"]

QUESTIONNAIRE = "maturity-questionnaire"
FILE = Path(__file__).parent / "tables" / "practices.toml"
_MOST, _FEWEST = 16, 10


class PracticeError(ValueError):
    """The questionnaire is missing, malformed or does not add up; the message names the fix."""


class Practice(Record):
    """One question. `cues` are words that say the practice, `topics` words for its subject alone; `tools` are those to
    begin with, by the cards."""

    id: str
    name: str
    phase: PhaseCode
    question: str
    cues: tuple[str, ...] = Field(min_length=1)
    topics: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()


class LevelNeeds(Record):
    """What one level adds to the level below: practices in place, and practices at least `partly` so."""

    model: str
    label: str
    needs: tuple[str, ...] = ()
    partly: tuple[str, ...] = ()


class _File(Record):
    as_of: str
    title: str
    practice: tuple[Practice, ...]
    level: tuple[LevelNeeds, ...]


@dataclass(frozen=True)
class Questionnaire:
    """The practices in lifecycle order and what every level needs of them."""

    practices: Mapping[str, Practice]
    levels: tuple[LevelNeeds, ...]
    title: str
    as_of: str

    @cached_property
    def needed(self) -> Mapping[tuple[str, str], Mapping[str, Answered]]:
        """By model and label: the least answer that each practice needs, those of lower levels included."""
        found: dict[tuple[str, str], Mapping[str, Answered]] = {}
        below: dict[str, dict[str, Answered]] = {}
        for level in self.levels:
            needs: dict[str, Answered] = {
                **dict.fromkeys(level.partly, "partly"),
                **below.get(level.model, {}),
                **dict.fromkeys(level.needs, "yes"),
            }
            below[level.model] = needs
            found[level.model, level.label] = needs
        return found

    def of_model(self, model: str) -> tuple[LevelNeeds, ...]:
        """What each level of a model adds to the one below it, lowest first."""
        return tuple(level for level in self.levels if level.model == model)

    def practice_entry(self, practice: Practice) -> Evidence:
        """One question of the questionnaire, and the tools to begin with."""
        tools = f" To begin with: {', '.join(practice.tools)}" if practice.tools else ""
        return self._entry(f"practice {practice.id}", f"{practice.name}: {practice.question}{tools}")

    def level_entry(self, model: str, label: str) -> Evidence:
        """What the questionnaire asks for at one level, lower levels included."""
        needs = self.needed[model, label]
        words = [self.practices[name].name + (" (partly)" * (least == "partly")) for name, least in needs.items()]
        return self._entry(f"{model} {label}", f"{model} {label} needs {', '.join(words) or 'no practice'}")

    def whole(self) -> Evidence:
        """The questionnaire as a whole."""
        names = ", ".join(practice.name for practice in self.practices.values())
        return self._entry("all practices", f"{len(self.practices)} practices: {names}")

    def _entry(self, place: str, text: str) -> Evidence:
        return Evidence(
            kind="paraphrase",
            document=QUESTIONNAIRE,
            title=self.title,
            locator=f"Questionnaire, {place}",
            excerpt=text,
            as_of=self.as_of,
        )


def load_questionnaire(models: tuple[MaturityModel, ...], path: Path = FILE) -> Questionnaire:
    """Read the questionnaire and prove it against Table I's `models`; raises PracticeError."""
    try:
        file = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise PracticeError(f"{path.name} cannot be used: {error}; restore it from the repository") from error
    for fault in _faults(file, models):
        raise PracticeError(f"{path.name}: {fault}")
    practices = {practice.id: practice for practice in file.practice}
    return Questionnaire(practices, file.level, file.title, file.as_of)


def _faults(file: _File, models: tuple[MaturityModel, ...]) -> Iterator[str]:
    ids = [practice.id for practice in file.practice]
    if len(set(ids)) != len(ids):
        yield "two practices share an id; give each its own"
    if not _FEWEST <= len(ids) <= _MOST:
        yield f"{len(ids)} practices; ask {_FEWEST} to {_MOST}"
    order = list(PhaseCode)
    if (phases := [order.index(practice.phase) for practice in file.practice]) != sorted(phases):
        yield "practices are not in lifecycle order; sort them by phase"
    printed = [(model.name, level.label) for model in models for level in model.levels]
    if [(level.model, level.label) for level in file.level] != printed:
        yield f"its levels are not those of Table I in its order; map {printed}"
    used = {name for level in file.level for name in (*level.needs, *level.partly)}
    if unknown := sorted(used - set(ids)):
        yield f"levels need {unknown}, which are no practices; use the ids {ids}"
    if unused := [name for name in ids if name not in used]:
        yield f"no level needs {unused}; map them or remove them"
    yield from _idle(file.level)


def _idle(levels: tuple[LevelNeeds, ...]) -> Iterator[str]:
    """Levels must climb: each but a model's lowest asks for more than the one below it."""
    below: dict[str, dict[str, Answered]] = {}
    for level in levels:
        if level.model in below and not (level.needs or level.partly):
            yield f"{level.model} {level.label} needs nothing more than the level below; name a practice"
        held = below.setdefault(level.model, {})
        repeated = [name for name in level.needs if held.get(name) == "yes"]
        repeated += [name for name in level.partly if name in held or name in level.needs]
        if repeated:
            yield f"{level.model} {level.label} repeats {repeated}, which it or a lower level needs already"
        held.update(dict.fromkeys(level.partly, "partly"))
        held.update(dict.fromkeys(level.needs, "yes"))
