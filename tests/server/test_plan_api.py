"""`/v1/plan` over HTTP: names in any spelling, errors that name the fix, the same answer every time."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from server.api.examples import PLAN_EXAMPLES
from server.planning.schema import PlanResponse

Body = dict[str, Any]


def plan(api: httpx.Client, body: Body) -> PlanResponse:
    response = api.post("/v1/plan", json=body)
    assert response.status_code == 200, response.text
    answer = PlanResponse.model_validate_json(response.content)
    assert answer.trace_id == response.headers["X-Trace-Id"]
    return answer


def test_without_constraints_the_whole_lifecycle_is_covered(api: httpx.Client) -> None:
    answer = plan(api, {})
    assert answer.understood == "cover BN, AS, MD, VC, CI, D and M"
    assert {phase for pick in answer.picks for phase in pick.phases} == {"BN", "AS", "MD", "VC", "CI", "D", "M"}
    assert len(answer.alternatives) == 3
    assert answer.totals.tools_usd == 0


def test_names_may_be_aliases_and_in_any_case(api: httpx.Client) -> None:
    loose = {"phases": ["vc", "monitoring"], "tools": ["ML-Flow"], "without": ["sagemaker"], "team": ["data engineers"]}
    exact = {"phases": ["VC", "M"], "tools": ["MLFlow"], "without": ["AWS Sagemaker"], "team": ["Data Engineer"]}
    one, other = (plan(api, body).model_dump(exclude={"trace_id"}) for body in (loose, exact))
    assert one == other


def test_what_the_cards_advise_goes_by_the_circumstances(api: httpx.Client) -> None:
    cheapest, advised = plan(api, {}), plan(api, {"advised": True})
    managed = plan(api, {"advised": True, "given": ["managed"], "team": ["Data Scientist"]})
    assert len({tuple(pick.tool for pick in each.picks) for each in (cheapest, advised, managed)}) == 3
    assert {phase for pick in managed.picks for phase in pick.phases} == {"BN", "AS", "MD", "VC", "CI", "D", "M"}
    assert any("are ruled out, since somebody has to run them [" in note for note in managed.notes)
    assert [role.role for role in managed.roles if not role.at_hand] == ["Data Engineer", "DevOps Engineer"]
    assert not advised.alternatives
    rather = "rather begins with a Data Engineer, a Data Scientist and a DevOps Engineer"
    assert rather in cheapest.answer
    assert rather not in advised.answer


def test_circumstances_rule_tools_out_of_a_stack_found_by_price(api: httpx.Client) -> None:
    anywhere, without = plan(api, {"phases": ["D"]}), plan(api, {"phases": ["D"], "given": ["no_kubernetes"]})
    unsuited = [
        {tool for each in found.rejected if each.why == "unsuited" for tool in each.tools}
        for found in (anywhere, without)
    ]
    assert unsuited == [set(), {"Kubeflow", "Seldon"}]


@pytest.mark.parametrize("example", PLAN_EXAMPLES.values())
def test_examples_can_be_planned(api: httpx.Client, example: Body) -> None:
    assert plan(api, example["value"]).status == "planned"


def test_plans_at_once_are_the_same(api: httpx.Client) -> None:
    body = {"phases": ["BN", "MDL", "CI", "D"], "model": "either", "without": ["MLFlow"], "team": ["QA"]}
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: plan(api, body), range(64)))
    assert len({answer.model_dump_json(exclude={"trace_id"}) for answer in answers}) == 1


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ({"tools": ["mlflw"]}, "unknown tool 'mlflw': did you mean MLFlow?"),
        ({"without": ["Airflow"]}, "unknown tool 'Airflow': did you mean"),
        ({"tools": ["Jenkins and MLFlow"]}, "unknown tool 'Jenkins and MLFlow'"),
        ({"tools": ["Data Engineer"]}, "unknown tool 'Data Engineer'"),
        ({"team": ["wizard"]}, "unknown role 'wizard': known are Business Analyst"),
        ({"phases": ["DT"]}, "unknown phase 'DT'"),
        ({"phases": ["Jenkins"]}, "unknown phase 'Jenkins'"),
        ({"phases": []}, "phases is empty"),
        ({"phases": [""]}, "phases.0 is empty"),
        ({"budget": 5}, "budget is unknown: did you mean budget_usd?"),
        ({"budget_usd": -1}, "budget_usd should be greater than or equal to 0"),
        ({"budget_usd": 9.5}, "budget_usd should"),
        ({"cloud": "ibm"}, "cloud should be 'aws', 'azure' or 'google'"),
        ({"model": "own", "phases": ["VC"]}, "add MD or leave model out"),
        ({"tools": ["git"], "without": ["Git"]}, "Git is in both tools and without"),
        ({"given": ["kubernetes", "no_kubernetes"]}, "given has both kubernetes and no_kubernetes"),
        ({"given": ["cloudless"]}, "given.0 should be 'kubernetes'"),
        ({"advised": True, "fewest_tools": True}, "advised and fewest_tools choose by different things"),
        ({"alternatives": 11}, "alternatives should be less than or equal to 10"),
    ],
)
def test_errors_name_the_fix(api: httpx.Client, body: Body, detail: str) -> None:
    response = api.post("/v1/plan", json=body)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert detail in response.json()["detail"]
