"""What the tabs beside the chat send and show, over the API's own answers."""

import html
import json
import re
from collections.abc import AsyncIterator, Iterator
from typing import get_args

import pytest
from pydantic import ValidationError

from server.api.records import ToolRecord
from server.constraints import Given
from server.maturity.schema import MaturityRequest, MaturityResponse, QuestionnaireResponse
from server.planning.schema import PlanRequest, PlanResponse
from server.schema import AskRequest, Problem
from tests.fakes.advisor import ScriptedAdvisor
from tests.fakes.api_server import MARKUP, scripted
from tests.server.conftest import serving
from ui.bars import Bar, bars_html
from ui.client import AdvisorClient
from ui.export import markdown
from ui.form import Fields
from ui.map_form import Place, place
from ui.map_view import cell_html, roles_html, tools_html
from ui.maturity_form import maturity_form_html, maturity_request
from ui.maturity_view import maturity_html
from ui.past import KeptConversation, record
from ui.plan_form import plan_form_html, plan_request
from ui.plan_view import plan_html
from ui.radar import HEIGHT, RADIUS, WIDTH, Axis, radar_html
from ui.turn import Turn
from ui.view import reply_html

UNTOUCHED: Fields = {
    "choosing": [""],
    "phases": ["CI", "D"],
    "model": ["either"],
    "cloud": [""],
    "budget_usd": [""],
} | {
    "payroll_usd": [""],
    "choosing": [""],
    "alternatives": ["3"],
}
ANSWERS = {"code-versions": "yes", "training-pipeline": "partly", "monitoring": "no"}


@pytest.fixture(scope="module")
def api_url() -> Iterator[str]:
    with serving(ScriptedAdvisor()) as url:
        yield url


@pytest.fixture
async def client(api_url: str) -> AsyncIterator[AdvisorClient]:
    client = AdvisorClient(api_url, timeout_s=20)
    yield client
    await client.aclose()


def _words(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", " ", markup)).replace("\u00a0", " ")


async def _plan(client: AdvisorClient, **constraints: object) -> PlanResponse:
    plan = await client.plan(PlanRequest.model_validate(constraints))
    assert isinstance(plan, PlanResponse)
    return plan


async def _assessed(client: AdvisorClient) -> tuple[MaturityResponse, QuestionnaireResponse]:
    questionnaire = await client.questionnaire()
    assessment = await client.assess(MaturityRequest.model_validate({"answers": ANSWERS}))
    assert isinstance(questionnaire, QuestionnaireResponse)
    assert isinstance(assessment, MaturityResponse)
    return assessment, questionnaire


def test_the_form_asks_for_every_constraint_of_a_plan() -> None:
    form = html.unescape(plan_form_html([("CI", "Continuous Integration")], ["Git"], ["Data Engineer"]))
    names = {name.partition(":")[0] for name in re.findall(r'name="([^"]+)"', form)}
    chosen_by = {"fewest_tools", "advised"}
    assert names == set(PlanRequest.model_fields) - {"team", *chosen_by} | {"person", "choosing"}
    assert set(re.findall(r'name="choosing" value="([^"]+)"', form)) == chosen_by
    assert set(re.findall(r'name="given" value="([^"]+)"', form)) == set(get_args(Given))


def test_an_untouched_form_asks_for_no_more_than_its_phases() -> None:
    assert plan_request(UNTOUCHED) == PlanRequest(phases=("CI", "D"))


def test_a_filled_form_asks_for_what_it_says() -> None:
    filled = UNTOUCHED | {"budget_usd": ["100"], "cloud": ["aws"], "open_source_only": ["yes"], "tools": ["Jenkins"]}
    filled |= {"choosing": ["advised"], "given": ["managed", "many"]}
    request = plan_request(filled | {"person:Data Engineer": ["2"], "person:QA Engineer": ["0"]})
    assert (request.budget_usd, request.cloud, request.open_source_only) == (100, "aws", True)
    assert (request.fewest_tools, request.advised, request.given) == (False, True, ("managed", "many"))
    assert request.tools == ("Jenkins",)
    assert request.team == ("Data Engineer", "Data Engineer")


@pytest.mark.parametrize("wrong", [{"budget_usd": ["much"]}, {"person:Data Engineer": ["999999999"]}])
def test_what_no_form_sends_is_refused(wrong: Fields) -> None:
    with pytest.raises(ValidationError):
        plan_request(UNTOUCHED | wrong)


async def test_a_plan_tells_picks_cost_ranking_reasons_and_changes_with_their_sources(client: AdvisorClient) -> None:
    plan = await _plan(client, phases=["BN", "VC", "CI", "D"], tools=["Asana"], team=["Data Engineer"])
    shown = plan_html(plan)
    words = _words(shown)
    assert plan.picks
    assert plan.alternatives
    assert plan.changes
    assert plan.rejected
    for pick in plan.picks:
        assert re.search(rf"{re.escape(pick.tool)}\s+{pick.phases[0] if pick.phases else ''}", words)
    for said in (*plan.changes, *plan.alternatives, *plan.rejected):
        sentence = getattr(said, "statement", None) or getattr(said, "difference", None) or said.reason
        assert re.sub(r"[\s\[\]\d.]+", " ", sentence)[:60] in re.sub(r"[\s\[\]\d.]+", " ", words)
    linked = set(re.findall(r'href="#source-plan-(\d+)"', shown))
    assert linked <= set(re.findall(r'id="source-plan-(\d+)"', shown)) == {str(c.n) for c in plan.citations}
    assert f"${plan.totals.tools_usd:,}" in words


async def test_where_nothing_fits_the_reasons_and_the_ways_out_are_told(client: AdvisorClient) -> None:
    plan = await _plan(
        client, phases=["CI"], budget_usd=0, without=["MLFlow", "Jenkins", "Azure DevOps", "GitLab Enterprise"]
    )
    words = _words(plan_html(plan))
    assert "No stack meets these constraints" in words
    assert "What stands in the way" in words
    assert "What would make room" in words


async def test_a_contradiction_is_a_problem_that_names_the_fix(client: AdvisorClient) -> None:
    problem = await client.plan(PlanRequest(tools=("DVC",), without=("DVC",)))
    assert isinstance(problem, Problem)
    assert "leave it out of one of them" in problem.detail


def test_bars_are_as_long_as_their_amounts_and_dashed_where_there_is_none() -> None:
    shown = bars_html("Tool", "Cost", [Bar("A", 200, "$200"), Bar("B", 50, "$50"), Bar("C", None, "CB")])
    assert re.findall(r'class="(\w+)" width="([\d.]+)%"', shown) == [
        ("filled", "100.0"),
        ("filled", "25.0"),
        ("open", "100.0"),
    ]


async def test_the_radar_and_its_table_say_the_same_levels(client: AdvisorClient) -> None:
    assessment, questionnaire = await _assessed(client)
    shown = maturity_html(assessment, questionnaire)
    table = _words(re.search(r'<table class="rows">.*?</table>', shown, re.DOTALL)[0])  # type: ignore[index]
    for standing in assessment.models:
        level = standing.level or standing.below
        assert level is not None
        assert f"{standing.model}" in table
        assert f"{level.label}: {level.name}" in table
    assert _words(shown).lower().count("this project's judgement") >= 1
    assert "12 of 15 practices are open" in _words(shown)


def test_a_radar_puts_each_share_on_its_axis() -> None:
    shown = radar_html([Axis("up", 1, 1), Axis("right", 0.5, 1), Axis("down", 0, 1), Axis("left", 0, 0)], "d")
    dots = [(float(x), float(y)) for x, y in re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', shown)]
    middle = (WIDTH / 2, HEIGHT / 2)
    assert dots == [(middle[0], middle[1] - RADIUS), (middle[0] + RADIUS / 2, middle[1]), middle, middle]


async def test_the_questionnaire_asks_every_question_and_reads_its_answers(client: AdvisorClient) -> None:
    _, questionnaire = await _assessed(client)
    form = html.unescape(maturity_form_html(questionnaire, {"BN": "Business Needs"}))
    assert set(re.findall(r'name="([^"]+)"', form)) == {question.id for question in questionnaire.questions}
    assert form.count("checked") == len(questionnaire.questions)
    assert maturity_request({"monitoring": ["no"]}) == MaturityRequest(answers={"monitoring": "no"})
    with pytest.raises(ValidationError):
        maturity_request({"monitoring": ["perhaps"]})


async def test_the_map_ticks_what_the_tables_print(client: AdvisorClient) -> None:
    tools, roles, phases = await client.tools(), await client.roles(), await client.phases()
    assert not isinstance(tools, Problem)
    assert not isinstance(roles, Problem)
    assert not isinstance(phases, Problem)
    shown = html.unescape(tools_html(tools.tools, phases.phases))
    assert shown.count("<button") == sum(1 + tool.open_source + len(tool.phases) for tool in tools.tools)
    for tool in tools.tools:
        assert all(f'aria-label="{tool.name} covers {phase}"' in shown for phase in tool.phases)
    assert shown.count('tabindex="0"') == 1
    named = html.unescape(roles_html(roles.roles, phases.phases))
    assert named.count("<button") == sum(1 + len(role.phases) for role in roles.roles)
    assert "<abbr" in named
    assert ">DT</abbr>" in named
    assert ">CI</abbr>" in named


async def test_each_cell_of_the_map_has_a_source_of_its_own(client: AdvisorClient) -> None:
    tools = await client.tools()
    assert not isinstance(tools, Problem)
    for tool in tools.tools:
        for column in ("Cost/Month", "Open Source", *tool.phases):
            assert cell_html(tool, column).count('class="source"') == 1


def test_a_chosen_cell_comes_back_as_it_was_sent() -> None:
    cell = Place("tool", "Weights & Biases", "Cost/Month")
    assert place({"cell": [cell.value]}) == cell
    with pytest.raises(ValidationError):
        place({"cell": ["planet\tX\tY"]})


async def test_hostile_text_is_shown_and_never_markup(client: AdvisorClient) -> None:
    plan = await _plan(client, phases=["CI", "VC"])
    pick = plan.picks[0].model_copy(update={"tool": MARKUP, "reason": MARKUP, "phases": (MARKUP,), "cost": MARKUP})
    hostile = plan.model_copy(update={"understood": MARKUP, "picks": (pick,), "release": MARKUP})
    assessment, questionnaire = await _assessed(client)
    step = assessment.steps[0].model_copy(update={"question": MARKUP, "roles": (MARKUP,), "phase_name": MARKUP})
    tools = await client.tools("MLFlow")
    phases = await client.phases()
    assert not isinstance(tools, Problem)
    assert not isinstance(phases, Problem)
    tool: ToolRecord = tools.tools[0].model_copy(update={"name": MARKUP, "phases": (MARKUP,), "note": MARKUP})
    for shown in (
        plan_html(hostile),
        maturity_html(assessment.model_copy(update={"steps": (step,)}), questionnaire),
        tools_html([tool], phases.phases),
        cell_html(tool, MARKUP),
        plan_form_html([(MARKUP, MARKUP)], [MARKUP], [MARKUP]),
    ):
        assert not re.search(r"<(script|img)|onerror=", shown)
        assert "window.pwned=1" in html.unescape(shown)


def test_a_conversation_kept_and_opened_again_looks_the_same() -> None:
    turns = tuple(
        Turn(number, question).after(scripted(AskRequest(question=question), turn=1))
        for number, question in enumerate(("Which tools?", "please refuse"), start=1)
    )
    kept = KeptConversation.model_validate_json(json.loads(record(turns))["conversation"])
    assert kept.conversation_id == "conversation-1"
    assert [reply_html(turn) for turn in kept.reopened()] == [reply_html(turn) for turn in turns]


def test_the_export_has_question_answer_and_what_each_number_stands_for() -> None:
    turn = Turn(1, f"Which tools? {MARKUP}").after(scripted(AskRequest(question="Which tools?"), turn=1))
    exported = markdown((turn, Turn(2, "not answered")))
    assert exported.startswith("## Which tools? \\<script\\>")
    assert "| MLFlow | $0 | yes | AS, MDT, CI | [1] |" in exported
    assert "CircleCI costs $15 a month for ten users [3]." in exported
    for citation in turn.cited:
        assert f"- [{citation.n}] {citation.locator}" in exported
    assert "not answered" not in exported
