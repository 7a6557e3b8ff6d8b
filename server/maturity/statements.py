"""An assessment in sentences, each on its evidence; the mapping is called what it is, a judgement."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.catalogue import Catalogue
from corpus.practices import Practice
from corpus.vocabulary import Evidence, MaturityLevel, PhaseCode
from server.maturity.assessor import Assessment, Missing, Standing, Step
from server.maturity.support import SHOWN_TOOLS, Support
from server.sheet import Row, Statement
from server.wording import listed, phase_name

COLUMNS = ("Model", "Level (this project's judgement)", "Next level", "Missing for it")


@dataclass(frozen=True)
class MaturityWording:
    """Puts assessments into words."""

    catalogue: Catalogue

    def preface(self) -> Statement:
        """What every level given is: a judgement."""
        count = len(self.catalogue.questionnaire.practices)
        return Statement(
            f"Which of {count} practices a level needs is this project's judgement, since Table I prints only the "
            "labels and names of the levels",
            (self.catalogue.questionnaire.whole(), self.catalogue.column("Table I", "Maturity Level Proposed(s)")),
        )

    def invitation(self) -> Statement:
        """Where the questionnaire is to be answered."""
        count = len(self.catalogue.questionnaire.practices)
        return Statement(
            f"To place your team on each model by this project's judgement, answer the {count} questions of the "
            "questionnaire at /v1/maturity",
            (self.catalogue.questionnaire.whole(),),
        )

    def summed_up(self, assessment: Assessment) -> Statement:
        """The levels reached on all models in one line."""
        levels = [f"{each.model.name} {_label_or_below(each)}" for each in assessment.standings]
        return Statement(
            f"By this project's judgement you stand about here, counting what is open as not met: {listed(levels)}",
            tuple(self.catalogue.maturity_cell(each.model) for each in assessment.standings),
        )

    def understood(self, assessment: Assessment) -> Statement:
        """What was understood of the team's practices, and what is open."""
        practices = self.catalogue.questionnaire.practices
        if len(assessment.open) == len(practices):
            text = "You have told nothing yet of what is in place, so each practice counts as not met"
            return Statement(text, (self.catalogue.questionnaire.whole(),))
        said = {
            answer: [practices[name].name for name, given in assessment.answers.items() if given == answer]
            for answer in ("yes", "partly", "no")
        }
        words = {"yes": "in place", "partly": "partly in place", "no": "not in place"}
        parts = [f"{listed(names)} as {words[answer]}" for answer, names in said.items() if names]
        text = f"Your words were understood as naming {'; '.join(parts)}"
        return Statement(
            text,
            tuple(
                self.catalogue.questionnaire.practice_entry(practices[name])
                for name, given in assessment.answers.items()
                if given != "unknown"
            ),
        )

    def open_practices(self, assessment: Assessment) -> list[Statement]:
        """The practices without an answer, which count as not met."""
        practices = self.catalogue.questionnaire.practices
        names = [practices[name].name for name in assessment.open]
        if not names:
            return []
        verb = "is open and counts" if len(names) == 1 else "are open and count"
        text = f"{len(names)} of {len(practices)} practices {verb} as not met: {listed(names)}"
        return [Statement(text, (self.catalogue.questionnaire.whole(),))]

    def standing(self, standing: Standing) -> list[Statement]:
        """The level reached on one model, and what the next one needs."""
        name = standing.model.name
        if standing.reached is None:
            text = f"stay below {level_words(standing.model.levels[0])}, the lowest level of {name}"
        else:
            text = f"reach {'at least ' * bool(standing.possible)}{name}'s {level_words(standing.reached)}"
            text += ", its highest level" * (standing.next is None)
        if standing.possible:
            text += f", and with every open practice in place too they reach {level_words(standing.possible)}"
        evidence = (self.catalogue.maturity_cell(standing.model), *self._needs(standing))
        statements = [Statement(f"By this project's judgement your answers {text}", evidence)]
        if standing.next:
            needs = listed([_missing(missing) for missing in standing.missing])
            text = f"By this project's judgement {name}'s {level_words(standing.next)} still needs {needs}"
            statements.append(Statement(text, self._needs(standing, standing.next)))
        return statements

    def step(self, step: Step) -> Statement:
        """A missing practice, the models it advances and its phase."""
        practice = step.missing.practice
        noun = "model" if len(step.models) == 1 else "models"
        return Statement(
            f"{practice.name[0].upper()}{practice.name[1:]} is missing for the next level of {len(step.models)} {noun} "
            f"({', '.join(step.models)}) and belongs to {phase_name(self.catalogue, practice.phase)}",
            (
                self.catalogue.questionnaire.practice_entry(practice),
                self.catalogue.phase_cell(self.catalogue.phases[practice.phase]),
            ),
        )

    def first(self, steps: Sequence[Step]) -> Statement:
        """The steps to begin with, in one line."""
        names = listed([step.missing.practice.name for step in steps])
        entry = self.catalogue.questionnaire.practice_entry
        return Statement(
            f"By this project's judgement do these first, in this order: {names}",
            tuple(entry(step.missing.practice) for step in steps),
        )

    def begun_with(self, practices: Iterable[Practice]) -> list[Statement]:
        """The tools to begin with for each of the practices that has any."""
        entry = self.catalogue.questionnaire.practice_entry
        return [
            Statement(
                f"By this project's judgement begin with {_either(practice.tools)} for {practice.name}",
                (entry(practice),),
            )
            for practice in practices
            if practice.tools
        ]

    def support(self, support: Support) -> list[Statement]:
        """Who takes part in a phase and which tools cover it."""
        phase, tools = phase_name(self.catalogue, support.code), support.tools
        shown = listed([f"{tool.name} ({tool.cost.printed})" for tool in tools[:SHOWN_TOOLS]])
        text = f"{len(tools)} tools cover {phase}, the least expensive first: {shown}"
        return [self._roles_of(support), Statement(text, support.tool_evidence())]

    def taking_part(self, phases: Iterable[PhaseCode]) -> list[Statement]:
        """Who takes part in each of the phases."""
        return [self._roles_of(Support(self.catalogue, phase)) for phase in phases]

    def _roles_of(self, support: Support) -> Statement:
        phase, roles = phase_name(self.catalogue, support.code), support.roles
        text = f"{listed([role.name for role in roles])} {'take' if len(roles) > 1 else 'takes'} part in {phase}"
        return Statement(text if roles else f"Table III prints no role for {phase}", support.role_evidence())

    def rows(self, assessment: Assessment) -> tuple[Row, ...]:
        """One row a model: level, next level, what is missing for it."""
        return tuple(
            Row(
                (
                    standing.model.name,
                    ("at least " if standing.possible and standing.reached else "") + _level_or_below(standing),
                    level_words(standing.next) if standing.next else "none: this is the highest",
                    ", ".join(_missing(missing) for missing in standing.missing) or "nothing",
                ),
                (self.catalogue.maturity_cell(standing.model), *self._needs(standing)),
            )
            for standing in assessment.standings
        )

    def _needs(self, standing: Standing, *levels: MaturityLevel) -> tuple[Evidence, ...]:
        """What the questionnaire asks for at these levels, or at all that decide where the team stands."""
        deciding = levels or (standing.reached, standing.next, standing.possible)
        entry = self.catalogue.questionnaire.level_entry
        return tuple(dict.fromkeys(entry(standing.model.name, level.label) for level in deciding if level))


def _level_or_below(standing: Standing) -> str:
    """The level reached, or `below` the lowest."""
    return level_words(standing.reached) if standing.reached else _label_or_below(standing)


def _either(names: Sequence[str]) -> str:
    """`A`, `A or B`."""
    return listed(list(names)).replace(" and ", " or ")


def _label_or_below(standing: Standing) -> str:
    """`Level 1`, or `below Level A`."""
    return standing.reached.label if standing.reached else f"below {standing.model.levels[0].label}"


def level_words(level: MaturityLevel) -> str:
    """`Level 2 (Automated Training)`."""
    return f"{level.label} ({level.name})"


def _missing(missing: Missing) -> str:
    """`automated monitoring (at least partly; not answered)`."""
    notes = ["at least partly"] if missing.least == "partly" else []
    notes += {"unknown": ["not answered"], "partly": ["partly in place"]}.get(missing.answer, [])
    return f"{missing.practice.name} ({'; '.join(notes)})" if notes else missing.practice.name
