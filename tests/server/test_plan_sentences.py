"""What a plan says: hand-derived cases, sentences that cite, citations that resolve."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings

from corpus.catalogue import Catalogue, CatalogueError
from corpus.document import load_documents
from corpus.vocabulary import TABLE_IV_COLUMNS, Evidence, PhaseCode
from server.constraints import ConstraintsError
from server.planning.advice import load_advice
from server.planning.clouds import load_clouds
from server.planning.plan import Plan
from server.planning.response import respond
from server.planning.schema import PlanResponse
from server.planning.telling import stack_sheet, team_sheet
from server.sheet import Statement
from tests.server.test_plan_exact import CATALOGUE, PLANNER, Asked, constraints

MARKS = re.compile(r"(?: (?:\[\d+\])+)\.$")


def places(catalogue: Catalogue) -> Iterator[Evidence]:
    """Every place of Tables III and IV and of the clouds' judgement."""
    for tool in catalogue.tools.values():
        yield catalogue.tool_row(tool)
        yield from (catalogue.tool_cell(tool, column) for column in ("Cost/Month", "Open Source", *TABLE_IV_COLUMNS))
    for role in catalogue.roles.values():
        yield from (
            catalogue.role_cell(role, column)
            for column in ("MLOps Abbreviated Phase", "Monthly Wage Estimate DOL 2023")
        )
    for column in ("Cost/Month", "Open Source", *TABLE_IV_COLUMNS):
        yield catalogue.column("Table IV", column)
    for column in ("MLOps Abbreviated Phase", "Monthly Wage Estimate DOL 2023"):
        yield catalogue.column("Table III", column)
    clouds = load_clouds(catalogue)
    yield from (clouds.place(cloud) for cloud in clouds.tools)
    advice = load_advice(catalogue, load_documents())
    yield from (place for tools in advice.traits.values() for place in tools.values())
    yield from (place for choice in advice.choices for place in choice.places)


PLACES = frozenset(places(CATALOGUE))


def told(asked: Asked) -> PlanResponse:
    return respond(asked.plan(), release="r", trace_id="t")


def said(plan: Plan) -> list[Statement]:
    """Every sentence of the plan."""
    changes = (*plan.changes, *plan.conflicts, *((plan.nearest,) if plan.nearest else ()))
    return [
        *plan.summary,
        *plan.notes,
        *plan.team,
        *(part.reason for part in (*plan.picks, *plan.roles, *plan.rejected, *plan.gaps)),
        *(other.difference for other in plan.alternatives),
        *(change.statement for change in changes),
    ]


@given(constraints(most=9))
@settings(max_examples=60, deadline=None)
def test_every_sentence_rests_on_places_that_exist(asked: Asked) -> None:
    for statement in said(asked.plan()):
        assert statement.evidence, statement.text
        assert set(statement.evidence) <= PLACES
        assert statement.text[0].isupper() or statement.text[0].isdigit()
        assert not statement.text.endswith((".", ",", " "))


@given(constraints(most=9))
@settings(max_examples=60, deadline=None)
def test_numbers_in_a_response_are_its_citations(asked: Asked) -> None:
    response = told(asked)
    assert [citation.n for citation in response.citations] == list(range(1, len(response.citations) + 1))
    known = {citation.n for citation in response.citations}
    elements = (*response.picks, *response.roles, *response.alternatives, *response.rejected)
    changes = (*response.changes, *response.conflicts, *((response.nearest,) if response.nearest else ()))
    for element in (*elements, *changes, *response.uncovered):
        assert element.citations
        assert set(element.citations) <= known
    sentences = [
        *(element.reason for element in (*response.picks, *response.roles, *response.rejected, *response.uncovered)),
        *(other.difference for other in response.alternatives),
        *(change.statement for change in changes),
        *(part for paragraph in response.answer.split("\n\n") for part in re.split(r"(?<=\]\.) ", paragraph)),
    ]
    for sentence in sentences:
        assert MARKS.search(sentence), sentence
        assert {int(number) for number in re.findall(r"\[(\d+)\]", sentence)} <= known


def test_a_free_open_source_stack_is_told_with_its_reasons() -> None:
    response = told(Asked(phases=("VC", "CI", "D"), budget_usd=100, open_source_only=True))
    assert [pick.tool for pick in response.picks] == ["Kubeflow", "MLFlow"]
    assert response.picks[0].interchangeable_with == ("OpenLLM", "TensorFlow Serving")
    assert (response.totals.tools_usd, response.totals.at_least) == (0, False)
    assert "no other pick covers VC and CI" in response.picks[1].reason
    assert response.alternatives[0].tools == ("MLFlow", "Hugging Face")
    why = {name: rejection.why for rejection in response.rejected for name in rejection.tools}
    assert (why["Azure DevOps"], why["Chef"], why["GitLab Enterprise"], why["Jenkins"]) == (
        "not_open_source",
        "no_fixed_price",
        "over_budget",
        "dominated",
    )
    (change,) = [change for change in response.changes if change.altered == ("open_source_only",)]
    assert change.tools == ("Azure ML Studio", "MLFlow")
    assert [(gap.phase, gap.by) for gap in response.uncovered] == [("CI", "roles")]


def test_no_budget_but_open_prices_make_a_lower_bound() -> None:
    asked = Asked(phases=("VC",), tools=("Databricks", "Azure DevOps"))
    response = told(asked)
    assert (response.totals.tools_usd, response.totals.at_least) == (30, True)
    assert "lower bound" in response.answer
    limited = told(replace(asked, budget_usd=30))
    assert "held against the fixed prices alone" in limited.answer


def test_the_lowest_budget_that_does_is_named() -> None:
    excluded = ("MLFlow", "Jenkins")
    response = told(Asked(phases=("CI",), budget_usd=10, without=excluded))
    assert response.status == "infeasible"
    assert response.totals.tools_usd is None
    (budget,) = [conflict for conflict in response.conflicts if conflict.altered == ("budget_usd",)]
    assert (budget.tools, budget.tools_usd) == (("Azure DevOps",), 30)
    assert "With a budget of $30 a month (the lowest that does)" in budget.statement
    assert response.nearest is not None
    assert (response.nearest.altered, response.nearest.tools) == (("without",), ("MLFlow",))
    (gap,) = [gap for gap in response.uncovered if gap.by == "tools"]
    assert gap.reason.startswith("None of the 6 tools for CI is left: 2 excluded by the request, 2 without a fixed")


def test_tools_of_the_cloud_win_ties_and_others_stay_out() -> None:
    plain, azure, aws = (told(Asked(phases=("BN", "AS"), cloud=cloud)) for cloud in (None, "azure", "aws"))
    assert [pick.tool for pick in plain.picks] == ["Delta Lake", "Ansible"]
    assert [pick.tool for pick in azure.picks] == ["Azure ML Studio", "ARM"]
    why = {name: rejection.why for rejection in aws.rejected for name in rejection.tools}
    assert why["Azure ML Studio"] == "other_cloud"
    assert "clouds" in {citation.document for citation in azure.citations}


def test_tools_in_use_stay_against_every_other_constraint() -> None:
    response = told(Asked(phases=("M",), cloud="azure", open_source_only=True, tools=("AWS Sagemaker",)))
    (pick,) = response.picks
    assert (pick.tool, pick.in_use) == ("AWS Sagemaker", True)
    assert "it stays although it is not ticked as open source" in pick.reason
    assert "it stays although it is bound to AWS" in pick.reason
    assert response.totals.at_least


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        (Asked(phases=("MD",)), {"MD"}),
        (Asked(phases=("MD",), model="own"), {"MDT"}),
        (Asked(phases=("MD", "VC"), model="llm"), {"MDL", "VC"}),
        (Asked(phases=("MD", "MDT")), {"MDT"}),
        (Asked(phases=("MD", "MDT"), model="llm"), {"MDT", "MDL"}),
    ],
)
def test_what_model_development_asks_for(asked: Asked, wanted: set[str]) -> None:
    plan = asked.plan()
    assert {phase.value for phase in plan.constraints.wanted} == wanted
    assert {phase for pick in plan.picks for phase in pick.phases} == {PhaseCode(code) for code in wanted}


def test_people_at_hand_are_counted_and_oddities_told() -> None:
    response = told(Asked(phases=("BN", "VC"), team=("Data Engineer", "QA Engineer", "Data Engineer")))
    assert [(role.role, role.count) for role in response.roles] == [("Data Engineer", 2), ("QA Engineer", 1)]
    assert response.totals.wages_at_hand_usd == 2 * 9920 + 9038
    assert response.totals.wages_to_add_usd == 0
    assert "joins no phase" in response.roles[1].reason


def test_the_chat_gets_sheets() -> None:
    plan = Asked(phases=("VC", "CI"), tools=("Databricks",)).plan()
    tools, team = stack_sheet(plan), team_sheet(plan)
    assert tools.items.tools == ("Databricks", "MLFlow")
    assert [(value.name, value.value) for value in tools.values] == [("total, at least", 0)]
    assert [row.cells[0] for row in tools.rows] == list(tools.items.tools)
    assert [row.cells[0] for row in team.rows] == list(team.items.roles)
    assert all(set(row.evidence) <= PLACES for row in (*tools.rows, *team.rows))
    assert stack_sheet(Asked(phases=("VC",), tools=("Whylabs",), budget_usd=0).plan()).items.tools == ()


@pytest.mark.parametrize(
    ("asked", "fix"),
    [
        (Asked(phases=("VC",), tools=("Git",), without=("Git",)), "Git is in both tools and without: leave it out"),
        (Asked(phases=("VC",), model="own"), "add MD or leave model out"),
        (Asked(phases=()), "phases is empty: name at least one"),
    ],
)
def test_contradictions_name_their_fix(asked: Asked, fix: str) -> None:
    with pytest.raises(ConstraintsError, match=fix):
        asked.plan()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('as_of = "2026"\n[tools]\naws = ["CircleCI"]\nazure = []\ngoogle = []\n', "CircleCI"),
        ('as_of = "2026"\n[tools]\naws = ["ARM"]\nazure = ["ARM"]\ngoogle = []\n', "a tool twice"),
        ('as_of = "2026"\n[tools]\naws = ["ARM"]\n', "cannot be read"),
    ],
)
def test_a_broken_cloud_table_is_refused(tmp_path, text: str, message: str) -> None:
    path = tmp_path / "clouds.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError, match=message):
        load_clouds(CATALOGUE, path)


def test_each_cloud_tool_carries_its_vendor_in_name_or_address() -> None:
    clouds = PLANNER.clouds
    marks = {"aws": ("aws.amazon.com",), "azure": ("azure.microsoft.com", "learn.microsoft.com/en-us/azure")}
    for name, tool in CATALOGUE.tools.items():
        bound = next((cloud for cloud, urls in marks.items() if any(url in tool.url for url in urls)), None)
        assert clouds.of(name) == bound, name
