"""From answers to levels: pure, exact, and by the questionnaire's mapping alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from corpus.catalogue import Catalogue
from corpus.practices import Answered, Practice
from corpus.vocabulary import MaturityLevel, MaturityModel
from server.errors import UnknownName

Answer = Literal["no", "partly", "yes", "unknown"]
TOLD_STEPS = 3  # how many of the next steps are told at length
_RANK: dict[Answer, int] = {"unknown": 0, "no": 0, "partly": 1, "yes": 2}


@dataclass(frozen=True)
class Missing:
    """A practice that a level needs more of than was answered; without an answer it counts as not met."""

    practice: Practice
    answer: Answer
    least: Answered


@dataclass(frozen=True)
class Standing:
    """Where a team stands on one model. `reached` is None below the lowest level, `next` None at the top.
    `possible` is the level if every open practice were in place too, None where that is the same one."""

    model: MaturityModel
    reached: MaturityLevel | None
    next: MaturityLevel | None
    missing: tuple[Missing, ...]
    possible: MaturityLevel | None


@dataclass(frozen=True)
class Step:
    """A missing practice and the models whose next level needs it."""

    missing: Missing
    models: tuple[str, ...]


@dataclass(frozen=True)
class Assessment:
    """All models in print order; steps by how many models they advance, then in lifecycle order."""

    answers: Mapping[str, Answer]
    standings: tuple[Standing, ...]
    steps: tuple[Step, ...]

    @property
    def open(self) -> tuple[str, ...]:
        """Ids of the practices that nothing was said about."""
        return tuple(name for name, answer in self.answers.items() if answer == "unknown")


@dataclass(frozen=True)
class MaturityAssessor:
    """Places answers on the models of Table I."""

    catalogue: Catalogue

    def assess(self, answers: Mapping[str, Answer], models: tuple[str, ...] = ()) -> Assessment:
        """The assessment on the named models, or on all; practices not answered are unknown.

        Raises UnknownName for an id that is no practice.
        """
        practices = self.catalogue.questionnaire.practices
        for name in answers:
            if name not in practices:
                raise UnknownName("practice", name, practices)
        full: dict[str, Answer] = {name: answers.get(name, "unknown") for name in practices}
        asked = [self.catalogue.maturity[name] for name in models or self.catalogue.maturity]
        standings = tuple(self._standing(model, full) for model in asked)
        return Assessment(full, standings, _steps(standings, practices.values()))

    def _standing(self, model: MaturityModel, answers: Mapping[str, Answer]) -> Standing:
        reached = self._reached(model, answers)
        hoped: dict[str, Answer] = {name: "yes" if said == "unknown" else said for name, said in answers.items()}
        possible = self._reached(model, hoped)
        level = model.levels[reached] if reached < len(model.levels) else None
        return Standing(
            model=model,
            reached=model.levels[reached - 1] if reached else None,
            next=level,
            missing=self._missing(model, level, answers) if level else (),
            possible=model.levels[possible - 1] if possible > reached else None,
        )

    def _reached(self, model: MaturityModel, answers: Mapping[str, Answer]) -> int:
        """How many levels are reached, from the lowest up; what a level needs holds all that lower ones do."""
        return sum(not self._missing(model, level, answers) for level in model.levels)

    def _missing(
        self, model: MaturityModel, level: MaturityLevel, answers: Mapping[str, Answer]
    ) -> tuple[Missing, ...]:
        questionnaire = self.catalogue.questionnaire
        needed = questionnaire.needed[model.name, level.label]
        return tuple(
            Missing(practice, answers[name], needed[name])
            for name, practice in questionnaire.practices.items()
            if name in needed and _RANK[answers[name]] < _RANK[needed[name]]
        )


def _steps(standings: tuple[Standing, ...], practices: Iterable[Practice]) -> tuple[Step, ...]:
    steps = []
    for practice in practices:
        found = [(each.model.name, missing) for each in standings for missing in each.missing]
        found = [(model, missing) for model, missing in found if missing.practice is practice]
        if found:
            most = max((missing for _, missing in found), key=lambda missing: _RANK[missing.least])
            steps.append(Step(most, tuple(model for model, _ in found)))
    return tuple(sorted(steps, key=lambda step: -len(step.models)))
