"""What a team should do next by its assessment: the missing practices, their phases, and who and what helps."""

from corpus.catalogue import Catalogue
from server.maturity.assessor import TOLD_STEPS, Assessment
from server.maturity.statements import MaturityWording
from server.sheet import Row, Sheet, Statement
from server.wording import phase_name

_COLUMNS = ("Practice (this project's judgement)", "Phase", "Missing for the next level of")


def next_steps(catalogue: Catalogue, assessment: Assessment) -> Sheet:
    """The steps in the assessment's order as a table; of the first the tools to begin with and
    the roles of their phases are told."""
    wording = MaturityWording(catalogue)
    if not assessment.steps:
        text = "By this project's judgement every practice that a level of Table I needs is in place"
        return Sheet((wording.understood(assessment), Statement(text, (catalogue.questionnaire.whole(),))))
    first = assessment.steps[:TOLD_STEPS]
    phases = dict.fromkeys(step.missing.practice.phase for step in first)
    told = [*map(wording.step, first), *wording.begun_with(step.missing.practice for step in first)]
    told += wording.taking_part(phases)
    statements = (wording.first(first), wording.understood(assessment), *told, wording.preface())
    rows = tuple(
        Row(
            (step.missing.practice.name, phase_name(catalogue, step.missing.practice.phase), ", ".join(step.models)),
            (catalogue.questionnaire.practice_entry(step.missing.practice),),
        )
        for step in assessment.steps
    )
    return Sheet(statements, columns=_COLUMNS, rows=rows)
