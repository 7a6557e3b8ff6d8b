"""What the system computes about this project: the catalogue's tools and roles by phase, the planner's cost, the
assessor's levels, Figure 2's path, and the figures of the committed baseline."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from corpus.catalogue import PAPER, Catalogue, load_catalogue
from corpus.document import Document, load_documents
from corpus.linker import Linker
from corpus.vocabulary import Evidence, Phase, Role, Tool
from eval.case_study.project import Beyond, CaseStudyError, Project, Used, Worked, load_project
from eval.claims import Places, places_with_evidence
from eval.gate_command import BASELINE
from eval.outcomes import Results, ResultsError, read_results
from eval.places import Place
from eval.summary import METRICS, Summary
from eval.thresholds import Bound, Thresholds, load_thresholds
from ingest.models import Model, find_model
from ingest.settings import EmbeddingSettings
from server.facts.decision import Decision, decide
from server.maturity.assessor import Assessment, MaturityAssessor, Step
from server.maturity.support import Support
from server.planning.advice import load_advice
from server.planning.clouds import load_clouds
from server.planning.plan import Plan
from server.planning.planner import Planner
from server.planning.schema import PlanRequest
from server.settings import LLMSettings


@dataclass(frozen=True)
class PhaseStudy:
    """A phase: what was declared, beside what the tables print for it. `offered` are the tools of Table IV, cheapest
    first, and `printed` the roles of Table III."""

    phase: Phase
    worked: Worked
    place: Evidence
    used: tuple[Used, ...]
    beyond: tuple[Beyond, ...]
    offered: tuple[Tool, ...]
    printed: tuple[Role, ...]


@dataclass(frozen=True)
class Measured:
    """A metric over all questions of the baseline and the gate's bound on it."""

    name: str
    mean: float
    n: int
    bound: Bound | None
    ceiling: bool


@dataclass(frozen=True)
class Study:
    """Everything that the document tells."""

    project: Project
    catalogue: Catalogue
    documents: tuple[Document, ...]
    models: tuple[Model, ...]
    places: Places
    phases: tuple[PhaseStudy, ...]
    decision: Decision
    plan: Plan
    smallest: Plan
    assessment: Assessment
    favourable: Assessment
    baseline: Results
    measured: tuple[Measured, ...]

    @property
    def tools_usd(self) -> int:
        """What the tools in use, all at fixed prices, cost a month for ten users."""
        return sum(self.tool(used.name).cost.usd or 0 for used in self.project.tool)

    @property
    def next_step(self) -> Step:
        """The best step that is more than a matter of reading; the best of all where every one is."""
        steps = self.assessment.steps
        return next(
            (step for step in steps if step.missing.practice.id not in self.project.favourable.answers), steps[0]
        )

    def tool(self, name: str) -> Tool:
        """A tool of Table IV."""
        return self.catalogue.tools[name]

    def cited(self, locator: str) -> Evidence:
        """A place of the paper; KeyError for one that the corpus does not hold."""
        return self.places[Place(document=PAPER, locator=locator)][0]


def studied(baseline: Path = BASELINE) -> Study:
    """Compute the study; raises CaseStudyError for declarations that do not hold or a baseline that is not there."""
    catalogue, documents = load_catalogue(), load_documents()
    places = places_with_evidence(catalogue, documents)
    project = load_project(catalogue, places)
    linker = Linker(catalogue)
    planner = Planner(catalogue, linker, load_clouds(catalogue), load_advice(catalogue, documents))
    asked = project.plan.model_copy(update={"tools": tuple(tool.name for tool in project.tool), "team": project.roles})
    assessor = MaturityAssessor(catalogue)
    stated = {each.name: each.met for each in project.condition if each.met is not None}
    results, summary = _baseline(baseline)
    return Study(
        project=project,
        catalogue=catalogue,
        documents=documents,
        models=(find_model(LLMSettings().model), find_model(EmbeddingSettings().model)),
        places=places,
        phases=tuple(_phase(worked, project, catalogue, places) for worked in project.phase),
        decision=decide(catalogue.criteria, stated),
        plan=planner.plan(planner.constraints(asked)),
        smallest=planner.plan(planner.constraints(PlanRequest(model=project.plan.model))),
        assessment=assessor.assess(project.answers),
        favourable=assessor.assess(project.answers | project.favourable.answers),
        baseline=results,
        measured=tuple(_measured(summary, load_thresholds())),
    )


def _phase(worked: Worked, project: Project, catalogue: Catalogue, places: Places) -> PhaseStudy:
    support = Support(catalogue, worked.code)
    return PhaseStudy(
        phase=support.phase,
        worked=worked,
        place=places[Place(document=PAPER, locator=worked.place)][0],
        used=tuple(tool for tool in project.tool if catalogue.tools[tool.name].covers(worked.code)),
        beyond=tuple(each for each in project.beyond if any(worked.code.meets(code) for code in each.phases)),
        offered=support.tools,
        printed=support.roles,
    )


def _measured(summary: Summary, rules: Thresholds) -> Iterator[Measured]:
    for name in METRICS:
        found = summary.total.metrics.get(name)
        if found is not None:
            bound = rules.floors.get(name) or rules.ceilings.get(name)
            yield Measured(name, found.mean, found.n, bound, ceiling=name in rules.ceilings)


def _baseline(folder: Path) -> tuple[Results, Summary]:
    try:
        return read_results(folder), Summary.model_validate_json((folder / "summary.json").read_bytes())
    except (ResultsError, OSError, ValidationError) as error:
        raise CaseStudyError(f"{folder} holds no baseline: write it with `python -m eval baseline`") from error
