"""Questionnaire and assessment as wire messages, with numbered citations."""

from collections.abc import Iterable, Iterator, Sequence
from typing import get_args

from corpus.catalogue import Catalogue
from corpus.vocabulary import MaturityLevel, PhaseCode
from server.citations import CitationRegister, marked
from server.maturity.assessor import TOLD_STEPS, Answer, Assessment, Standing, Step
from server.maturity.schema import (
    MaturityResponse,
    MissingPractice,
    ModelStanding,
    Need,
    NextStep,
    Question,
    QuestionnaireResponse,
    RatedLevel,
    RatedModel,
    ReachedLevel,
    StepTool,
)
from server.maturity.statements import MaturityWording
from server.maturity.support import SHOWN_TOOLS, Support
from server.schema import Citation
from server.sheet import Statement


def questionnaire(catalogue: Catalogue) -> QuestionnaireResponse:
    """The questions in lifecycle order and the mapping, each model with its row of Table I."""
    asked = catalogue.questionnaire
    questions = tuple(
        Question(
            id=practice.id,
            name=practice.name,
            question=practice.question,
            phase=practice.phase,
            answers=get_args(Answer),
        )
        for practice in asked.practices.values()
    )
    models = tuple(
        RatedModel(
            name=model.name,
            levels=tuple(
                RatedLevel(
                    label=level.label,
                    name=level.name,
                    needs=tuple(
                        Need(practice=name, least=least)
                        for name, least in asked.needed[model.name, level.label].items()
                    ),
                )
                for level in model.levels
            ),
            citations=(Citation(n=1, **catalogue.maturity_cell(model).model_dump()),),
        )
        for model in catalogue.maturity.values()
    )
    return QuestionnaireResponse(questions=questions, models=models)


class MaturityReport:
    """Writes one assessment; the same place always has the same number."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._wording = MaturityWording(catalogue)
        self._register = CitationRegister()

    def write(self, assessment: Assessment) -> MaturityResponse:
        """The response with its Markdown answer."""
        answer = self._answer(assessment)
        return MaturityResponse(
            answer=answer,
            models=tuple(self._standing(standing) for standing in assessment.standings),
            steps=tuple(self._step(step) for step in assessment.steps),
            unknown=assessment.open,
            citations=self._register.all(),
        )

    def _answer(self, assessment: Assessment) -> str:
        wording = self._wording
        opening = [wording.preface(), *wording.open_practices(assessment)]
        parts = [
            self._sentences(opening),
            "\n".join(f"- {self._sentences(wording.standing(standing))}" for standing in assessment.standings),
        ]
        if assessment.steps:
            parts += ["**Next steps**", "\n".join(self._told(assessment.steps[:TOLD_STEPS]))]
        return "\n\n".join(parts)

    def _told(self, steps: Sequence[Step]) -> Iterator[str]:
        """The steps as a list; who and what helps is said once a phase."""
        told: set[PhaseCode] = set()
        for number, step in enumerate(steps, start=1):
            phase = step.missing.practice.phase
            statements = [self._wording.step(step)]
            if phase not in told:
                statements += self._wording.support(Support(self._catalogue, phase))
            told.add(phase)
            yield f"{number}. {self._sentences(statements)}"

    def _sentences(self, statements: Iterable[Statement]) -> str:
        return " ".join(marked(said.text, self._register.number(said.evidence)) for said in statements)

    def _standing(self, standing: Standing) -> ModelStanding:
        return ModelStanding(
            model=standing.model.name,
            level=_level(standing.reached),
            below=None if standing.reached else _level(standing.model.levels[0]),
            at_least=standing.possible is not None,
            if_unknown_were_yes=_level(standing.possible),
            next=_level(standing.next),
            missing=tuple(
                MissingPractice(practice=missing.practice.id, answer=missing.answer, least=missing.least)
                for missing in standing.missing
            ),
            citations=self._numbers(self._wording.standing(standing)),
        )

    def _step(self, step: Step) -> NextStep:
        practice = step.missing.practice
        support = Support(self._catalogue, practice.phase)
        tools = support.tools
        return NextStep(
            practice=practice.id,
            question=practice.question,
            phase=practice.phase,
            phase_name=support.phase.name,
            models=step.models,
            roles=tuple(role.name for role in support.roles),
            tools=tuple(
                StepTool(name=tool.name, cost=tool.cost.printed, open_source=tool.open_source)
                for tool in tools[:SHOWN_TOOLS]
            ),
            tool_count=len(tools),
            citations=self._numbers([self._wording.step(step), *self._wording.support(support)]),
        )

    def _numbers(self, statements: Sequence[Statement]) -> tuple[int, ...]:
        return self._register.number(piece for said in statements for piece in said.evidence)


def _level(level: MaturityLevel | None) -> ReachedLevel | None:
    return ReachedLevel(label=level.label, name=level.name) if level else None
