"""The wire contract of `/v1/maturity`. Every level given is this project's judgement: the paper's
Table I prints labels and names of levels, and the questionnaire says which practices each needs."""

from typing import Literal

from pydantic import Field

from server.maturity.assessor import Answer
from server.schema import Citation, Wire

JUDGEMENT: Literal["this project's judgement"] = "this project's judgement"
Basis = Literal["this project's judgement"]


class Question(Wire):
    """One practice, the phase of Figure 1 that it belongs to, and the answers that it takes."""

    id: str
    name: str
    question: str
    phase: str
    answers: tuple[Answer, ...]


class Need(Wire):
    """A practice that a level needs, with the least answer that is enough."""

    practice: str
    least: Literal["no", "partly", "yes"]


class RatedLevel(Wire):
    """One level of Table I and all that it needs, lower levels included."""

    label: str
    name: str
    needs: tuple[Need, ...]


class RatedModel(Wire):
    """One maturity model of Table I, lowest level first."""

    name: str
    levels: tuple[RatedLevel, ...]
    citations: tuple[Citation, ...]


class QuestionnaireResponse(Wire):
    """The questions and what each level needs of them; `mapping` says whose judgement that is."""

    mapping: Basis = JUDGEMENT
    questions: tuple[Question, ...]
    models: tuple[RatedModel, ...]


class MaturityRequest(Wire):
    """Answers by practice id. `partly` is enough where a level says so; what is left out is `unknown`,
    and unknown counts as not met."""

    answers: dict[str, Answer] = Field(description="By practice id: yes, partly, no or unknown")


class ReachedLevel(Wire):
    """One level as Table I prints it."""

    label: str
    name: str


class MissingPractice(Wire):
    """A practice that the next level needs more of; `least` is the answer that would be enough."""

    practice: str
    answer: Answer
    least: Literal["no", "partly", "yes"]


class ModelStanding(Wire):
    """Where the answers place a team on one model. `level` is null below the lowest level, `next` at the
    highest; `at_least` means that practices without an answer could lift it as far as `if_unknown_were_yes`."""

    model: str
    mapping: Basis = JUDGEMENT
    level: ReachedLevel | None
    below: ReachedLevel | None = Field(description="The lowest level, where not even that is reached")
    at_least: bool
    if_unknown_were_yes: ReachedLevel | None
    next: ReachedLevel | None
    missing: tuple[MissingPractice, ...]
    citations: tuple[int, ...]


class StepTool(Wire):
    """A tool of Table IV that covers the step's phase, with its cost cell as printed."""

    name: str
    cost: str
    open_source: bool


class NextStep(Wire):
    """A missing practice, the models whose next level needs it, and who and what helps in its phase.
    `tools` are at most five of `tool_count`, free ones first; `roles` is empty where Table III prints none."""

    practice: str
    question: str
    phase: str
    phase_name: str
    models: tuple[str, ...]
    roles: tuple[str, ...]
    tools: tuple[StepTool, ...]
    tool_count: int
    citations: tuple[int, ...]


class MaturityResponse(Wire):
    """The assessment. Every sentence of `answer` (Markdown) ends in the [n] of its citations; steps are
    ranked by how many models they advance; `unknown` are the practices that count as not met unanswered."""

    mapping: Basis = JUDGEMENT
    answer: str
    models: tuple[ModelStanding, ...]
    steps: tuple[NextStep, ...]
    unknown: tuple[str, ...]
    citations: tuple[Citation, ...]
