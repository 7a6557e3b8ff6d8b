"""The way up a maturity model: what a level asks for beyond where the asker stands, and who and what helps."""

from collections.abc import Mapping

from corpus.catalogue import Catalogue
from corpus.practices import Answered, Practice
from server.maturity.assessor import TOLD_STEPS
from server.maturity.statements import MaturityWording, level_words
from server.query import Query
from server.sheet import Row, Sheet, Statement
from server.wording import listed, phase_name

_COLUMNS = ("Practice (this project's judgement)", "Phase", "Question to answer with yes")


def way_up(catalogue: Catalogue, query: Query) -> Sheet:
    """The practices between two levels of the one model named; `target` is the level itself at the top."""
    model = catalogue.maturity[query.named[0]]
    questionnaire, wording = catalogue.questionnaire, MaturityWording(catalogue)
    levels = {level.label: level for level in model.levels}
    aim, start = levels[query.target or ""], levels.get(query.level or "")
    cell = catalogue.maturity_cell(model)
    if start is aim:
        text = f"{level_words(aim)} is the highest level of {model.name}, so that nothing lies above it"
        return Sheet((Statement(text, (cell,)),), columns=_COLUMNS)
    needed = questionnaire.needed[model.name, aim.label]
    if query.measure == "check":
        return _checked(catalogue, query, f"{model.name}'s {level_words(aim)}", needed)
    in_place = {name for name, answer in query.stated if answer == "yes"}
    practices = missing_between(catalogue, query)
    said = listed([practice.name + " (at least partly)" * (needed[practice.id] == "partly") for practice in practices])
    evidence = tuple(questionnaire.level_entry(model.name, level.label) for level in (start, aim) if level)
    held_already = [level_words(start)] if start else []
    held_already += ["what you have"] if in_place & needed.keys() else []
    beyond = f" beyond {listed(held_already)}" if held_already else ""
    text = f"By this project's judgement {model.name}'s {level_words(aim)} needs {said or 'nothing more'}{beyond}"
    statements = [Statement(text, (cell, *evidence)), *_helped(catalogue, wording, practices), wording.preface()]
    rows = tuple(
        Row(
            (practice.name, phase_name(catalogue, practice.phase), practice.question),
            (questionnaire.practice_entry(practice), catalogue.phase_cell(catalogue.phases[practice.phase])),
        )
        for practice in practices
    )
    return Sheet(tuple(statements), columns=_COLUMNS, rows=rows)


def missing_between(catalogue: Catalogue, query: Query) -> list[Practice]:
    """The practices that the level aimed at needs beyond the one to start from and what is in place."""
    questionnaire, model = catalogue.questionnaire, query.named[0]
    held = questionnaire.needed.get((model, query.level or ""), {})
    in_place = {name for name, answer in query.stated if answer == "yes"}
    needed = questionnaire.needed[model, query.target or ""]
    missing = {name for name, least in needed.items() if held.get(name) != least and name not in in_place}
    return [practice for name, practice in questionnaire.practices.items() if name in missing]


def _checked(catalogue: Catalogue, query: Query, level: str, needed: Mapping[str, Answered]) -> Sheet:
    """Whether a level needs each of the practices that the question names."""
    questionnaire = catalogue.questionnaire
    entry = questionnaire.level_entry(query.named[0], query.target or "")
    practices = [questionnaire.practices[name] for name, _ in query.stated]
    statements = []
    for practice in practices:
        least = needed.get(practice.id)
        verb = {"yes": "needs", "partly": "needs at least in part", None: "does not need"}[least]
        statements.append(Statement(f"By this project's judgement {level} {verb} {practice.name}", (entry,)))
    rows = tuple(
        Row(
            (practice.name, phase_name(catalogue, practice.phase), practice.question),
            (questionnaire.practice_entry(practice), entry),
        )
        for practice in practices
    )
    return Sheet((*statements, MaturityWording(catalogue).preface()), columns=_COLUMNS, rows=rows)


def _helped(catalogue: Catalogue, wording: MaturityWording, practices: list[Practice]) -> list[Statement]:
    """What to begin with, the phases that the practices belong to, and who takes part in the first ones."""
    phases = tuple(dict.fromkeys(practice.phase for practice in practices))
    said = []
    for phase in phases:
        there = [practice for practice in practices if practice.phase == phase]
        names = listed([practice.name for practice in there])
        verb = "belongs" if len(there) == 1 else "belong"
        text = f"{names[0].upper()}{names[1:]} {verb} to {phase_name(catalogue, phase)}"
        said.append(Statement(text, tuple(catalogue.questionnaire.practice_entry(practice) for practice in there)))
    return [*wording.begun_with(practices), *said, *wording.taking_part(phases[:TOLD_STEPS])]
