"""What this project declares about itself, typed, and proved against the catalogue, the corpus and the files."""

import tomllib
from collections.abc import Container, Iterator, Sequence
from pathlib import Path

from pydantic import Field, ValidationError

from corpus.catalogue import PAPER, Catalogue
from corpus.vocabulary import PhaseCode, Record
from eval.claims import Places
from server.maturity.assessor import Answer
from server.planning.schema import PlanRequest
from server.release import ROOT

FILE = Path(__file__).parent / "project.toml"


class CaseStudyError(ValueError):
    """The declarations or what they rest on cannot be used; the message names the fix."""


class Evidenced(Record):
    """Anything that files of the repository bear out, by their paths."""

    evidence: tuple[str, ...] = Field(min_length=1)


class Used(Evidenced):
    """A tool of Table IV in use."""

    name: str
    use: str


class Beyond(Evidenced):
    """Something in use that Table IV does not list; `nearest` are its tools for the same purpose."""

    name: str
    phases: tuple[PhaseCode, ...]
    use: str
    nearest: tuple[str, ...]


class Activity(Evidenced):
    """What is done in a phase; `step` names the step of Figure 1 that it belongs to, where there is one."""

    step: str | None = None
    text: str


class Worked(Record):
    """A phase: `place` is the locator of the sentence that opens its section, `lesson` what there is to learn."""

    code: PhaseCode
    place: str
    roles: tuple[str, ...]
    lesson: str
    activity: tuple[Activity, ...] = Field(min_length=1)


class Stated(Evidenced):
    """One condition of Figure 2; `met` is None where no file tells it."""

    name: str
    met: bool | None = None
    why: str


class Answered(Evidenced):
    """One answer to the maturity questionnaire."""

    practice: str
    answer: Answer
    why: str


class Favourable(Record):
    """Answers that a reader with more favour would give."""

    answers: dict[str, Answer]
    why: str


class Finding(Record):
    """What the case says about the framework, by this project's judgement; `places` are the locators it rests on."""

    text: str
    places: tuple[str, ...] = Field(min_length=1)


class Project(Record):
    """All declarations."""

    plan: PlanRequest
    tool: tuple[Used, ...]
    beyond: tuple[Beyond, ...]
    phase: tuple[Worked, ...]
    condition: tuple[Stated, ...]
    answer: tuple[Answered, ...]
    favourable: Favourable
    finding: tuple[Finding, ...]

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles involved, each once, in the order of the phases."""
        return tuple(dict.fromkeys(role for phase in self.phase for role in phase.roles))

    @property
    def answers(self) -> dict[str, Answer]:
        """The answers by practice."""
        return {each.practice: each.answer for each in self.answer}


def load_project(catalogue: Catalogue, places: Places, path: Path = FILE) -> Project:
    """Read and prove the declarations; raises CaseStudyError for the first flaw."""
    try:
        project = Project.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise CaseStudyError(f"{path.name} cannot be used ({error}): restore it from the repository") from error
    for flaw in flaws(project, catalogue, places):
        raise CaseStudyError(f"{path.name}: {flaw}")
    return project


def flaws(project: Project, catalogue: Catalogue, places: Places) -> Iterator[str]:
    """What does not hold, one line each."""
    yield from _unknown("tool", [tool.name for tool in project.tool], catalogue.tools)
    used = [catalogue.tools[tool.name] for tool in project.tool if tool.name in catalogue.tools]
    yield from (f"{tool.name} has no fixed price, which the sum cannot tell" for tool in used if not tool.cost.fixed)
    yield from _unknown("tool", [name for each in project.beyond for name in each.nearest], catalogue.tools)
    yield from (
        f"{each.name} stands in Table IV: move it there" for each in project.beyond if each.name in catalogue.tools
    )
    yield from _unlike("phases", [phase.code for phase in project.phase], list(catalogue.phases))
    yield from _unlike(
        "conditions", [each.name for each in project.condition], [each.name for each in catalogue.criteria]
    )
    practices = list(catalogue.questionnaire.practices)
    yield from _unlike("answers", [each.practice for each in project.answer], practices)
    yield from _unknown("practice", list(project.favourable.answers), practices)
    located = [*(phase.place for phase in project.phase), *(place for each in project.finding for place in each.places)]
    papers = {place.locator for place in places if place.document == PAPER}
    yield from _unknown("place of the paper", located, papers)
    for phase in project.phase:
        yield from _phase_flaws(phase, catalogue)
    for each in _evidenced(project):
        yield from (f"{name} is no file of the repository" for name in each.evidence if not (ROOT / name).is_file())


def _phase_flaws(worked: Worked, catalogue: Catalogue) -> Iterator[str]:
    yield from _unknown("role", worked.roles, catalogue.roles)
    strange = [
        name for name in worked.roles if name in catalogue.roles and not catalogue.roles[name].covers(worked.code)
    ]
    yield from (f"{worked.code}: Table III does not print {name} for it" for name in strange)
    steps = {step.name for step in catalogue.phases[worked.code].steps}
    yield from _unknown(f"step of {worked.code}", [each.step for each in worked.activity if each.step], steps)


def _evidenced(project: Project) -> Iterator[Evidenced]:
    yield from (*project.tool, *project.beyond, *project.condition, *project.answer)
    for phase in project.phase:
        yield from phase.activity


def _unknown(what: str, names: Sequence[str], known: Container[str]) -> Iterator[str]:
    yield from (f"{name} is no {what}" for name in names if name not in known)


def _unlike(what: str, given: Sequence[str], wanted: Sequence[str]) -> Iterator[str]:
    if list(given) != list(wanted):
        yield f"its {what} are not those of the corpus in their order: {', '.join(wanted)}"
