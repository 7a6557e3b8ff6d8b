"""Told situations: what is told apart from what is asked, and what known questions make of it together with that."""

import pytest

from corpus.vocabulary import PhaseCode
from server.facts.engine import FactEngine
from server.known import Known
from server.placement import Work, placed
from server.schema import Filters
from server.understanding.reader import QuestionReader
from server.understanding.situation import Situation
from tests.readers import CATALOGUE, new_reader

ENGINE = FactEngine(CATALOGUE)
BEYOND = [Known(None, "", (), 0.2)]


@pytest.fixture(scope="module")
def reader() -> QuestionReader:
    return new_reader()


def told(reader: QuestionReader, question: str) -> Situation:
    situation = reader.read(question, None, Filters()).situation
    assert situation is not None
    return situation


def of(part: str, likeness: float, *needs: str) -> Known:
    return Known("source", f"Section II, {part}, sentence 1", needs, likeness)


def yields(situation: Situation, *works: Work) -> set[str]:
    placement = placed(situation, works)
    assert placement is not None
    items = ENGINE.answer(placement.query).items
    return {*items.phases, *items.roles, *items.tools}


def meeting(*phases: str, free: bool = False) -> set[str]:
    return {
        tool.name
        for tool in CATALOGUE.tools.values()
        if all(tool.covers(PhaseCode(code)) for code in phases) and (not free or tool.cost.usd == 0)
    }


MONITORING = Work(frozenset(), [of("Monitoring (M)", 0.7)], BEYOND)


@pytest.mark.parametrize(
    ("question", "works", "kinds"),
    [
        ("Rents are guessed worse each week. Which stage deals with that?", ("Rents are guessed worse each week.",),
         ("phases",)),
        ("Our stock forecast drifts, hardly anyone notices. Phase, plus free tools for it?",
         ("Our stock forecast drifts, hardly anyone notices.",), ("phases", "tools")),
        ("Money is tight. Where can we put our old weights for nothing?", ("Money is tight.",), ("tools",)),
        ("Which tools do all three for us: source history, checks on each merge, and the rollout?",
         ("source history", "checks on each merge", "the rollout"), ("tools",)),
    ],
)  # fmt: skip
def test_what_is_told_stands_apart_from_what_is_asked(
    reader: QuestionReader, question: str, works: tuple[str, ...], kinds: tuple[str, ...]
) -> None:
    situation = told(reader, question)
    assert (situation.works, situation.kinds) == (works, kinds)


def test_a_placed_situation_keeps_its_conditions(reader: QuestionReader) -> None:
    situation = told(reader, "Rents are guessed worse each week, we notice late. What could we use that costs nothing?")
    assert yields(situation, MONITORING) == meeting("M", free=True)


def test_several_works_of_one_tool_are_all_covered() -> None:
    situation = Situation(("history", "rollout"), "which tool does both?", ("tools",))
    history = Work(frozenset(), [of("Version Control (VC)", 0.6)], BEYOND)
    rollout = Work(frozenset(), [of("Model Deployment (D)", 0.6)], BEYOND)
    assert yields(situation, history, rollout) == meeting("VC", "D")
    unknown = Work(frozenset(), [of("Model Deployment (D)", 0.1)], BEYOND)
    assert placed(situation, [history, unknown]) is None


def test_who_does_just_this_comes_with_the_wage_that_is_asked_for() -> None:
    situation = Situation(("prompts are bad",), "who mends them, at what wage?", ("phases", "roles"), amounts=True)
    known = [of("Model Development (MD), MDL", 0.7), of("roles", 0.65, "Prompt Engineer")]
    placement = placed(situation, [Work(frozenset(), known, BEYOND)])
    assert placement is not None
    sheet = ENGINE.answer(placement.query)
    assert (sheet.items.phases, sheet.items.roles) == (("MDL",), ("Prompt Engineer",))
    assert [value.value for value in sheet.values] == [CATALOGUE.roles["Prompt Engineer"].monthly_wage_usd]


def test_a_phase_that_is_named_decides_between_questions_that_are_about_as_like() -> None:
    situation = Situation(("the versions are lost",), "which phase?", ("phases",))
    known = [of("Monitoring (M)", 0.61), of("Version Control (VC)", 0.6)]
    assert yields(situation, Work(frozenset(), known, BEYOND)) == {"M"}
    assert yields(situation, Work(frozenset({PhaseCode.VC}), known, BEYOND)) == {"VC"}


def test_what_is_as_like_to_questions_beyond_the_corpus_is_not_placed() -> None:
    situation = Situation(("a puppet theatre",), "a puppet theatre", ("tools",))
    works = [Work(frozenset(), [of("Monitoring (M)", 0.5)], [Known(None, "", (), 0.49)])]
    assert placed(situation, works) is None
