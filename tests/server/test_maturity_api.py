"""`/v1/maturity` over HTTP: the questionnaire, assessments whose every sentence is cited, and refusals."""

import re
from typing import Any

import httpx
import pytest

from corpus.catalogue import Catalogue
from corpus.document import load_documents
from eval.places import places_of
from tests.fakes.advisor import ScriptedAdvisor

SOME = {"code-versions": "yes", "retraining": "yes", "monitoring": "partly", "deployment": "no"}


def assess(api: httpx.Client, answers: dict[str, str]) -> dict[str, Any]:
    response = api.post("/v1/maturity", json={"answers": answers})
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


def resolvable(catalogue: Catalogue) -> set[tuple[str, str]]:
    """Every place of the paper, and every entry of the questionnaire."""
    asked = catalogue.questionnaire
    entries = [asked.whole(), *(asked.level_entry(*level) for level in asked.needed)]
    entries += [asked.practice_entry(practice) for practice in asked.practices.values()]
    found = {(entry.document, entry.locator) for entry in entries}
    return found | {(place.document, place.locator) for place in places_of(catalogue, load_documents())}


def sentences(answer: str) -> list[str]:
    """The sentences of the Markdown answer; headings are none."""
    lines = [re.sub(r"^(?:- |\d+\. )", "", line) for line in answer.splitlines() if not line.startswith("**")]
    return [sentence for line in lines if line for sentence in re.split(r"(?<=\]\.) ", line)]


def test_the_questionnaire_tells_questions_and_mapping(api: httpx.Client) -> None:
    body = api.get("/v1/maturity").json()
    assert body["mapping"] == "this project's judgement"
    assert all(question["answers"] == ["no", "partly", "yes", "unknown"] for question in body["questions"])
    assert {question["phase"] for question in body["questions"]} == {"BN", "AS", "MD", "VC", "CI", "D", "M"}
    assert [len(model["levels"]) for model in body["models"]] == [3, 5, 4, 4, 4]
    assert body["models"][0]["citations"][0]["locator"] == "Table I, row Google"
    ids = {question["id"] for question in body["questions"]}
    assert {need["practice"] for model in body["models"] for level in model["levels"] for need in level["needs"]} == ids


@pytest.mark.parametrize("answers", [{}, SOME, dict.fromkeys(["monitoring", "feedback"], "partly")])
def test_every_sentence_is_cited_and_every_citation_resolves(
    api: httpx.Client, advisor: ScriptedAdvisor, answers: dict[str, str]
) -> None:
    body = assess(api, answers)
    known = {citation["n"] for citation in body["citations"]}
    for sentence in sentences(body["answer"]):
        assert re.search(r"(?:\[\d+\])+\.$", sentence), sentence
        assert {int(number) for number in re.findall(r"\[(\d+)\]", sentence)} <= known
    places = resolvable(advisor.catalogue)
    for citation in body["citations"]:
        assert (citation["document"], citation["locator"]) in places
    for part in (*body["models"], *body["steps"]):
        assert set(part["citations"]) <= known
        assert part["citations"]


def test_levels_come_with_their_row_what_is_missing_and_what_is_open(api: httpx.Client) -> None:
    body = assess(api, SOME)
    by_model = {model["model"]: model for model in body["models"]}
    locators = {citation["n"]: citation["locator"] for citation in body["citations"]}
    for name, model in by_model.items():
        assert model["mapping"] == "this project's judgement"
        assert f"Table I, row {name}" in {locators[number] for number in model["citations"]}
    microsoft = by_model["Microsoft"]
    assert microsoft["level"] == {"label": "Level 0", "name": "No MLOps"}
    assert microsoft["next"]["label"] == "Level 1"
    assert microsoft["missing"] == [{"practice": "code-tests", "answer": "unknown", "least": "yes"}]
    assert microsoft["at_least"]
    assert microsoft["if_unknown_were_yes"]["label"] == "Level 2"
    meenu = by_model["Meenu Mary et al."]
    assert (meenu["level"], meenu["below"]["label"]) == (None, "Level A")
    assert "stay below Level A" in body["answer"]
    assert len(body["unknown"]) == 11
    assert "11 of 15 practices are open and count as not met" in body["answer"]


def test_steps_name_phase_roles_and_free_tools_first(api: httpx.Client, advisor: ScriptedAdvisor) -> None:
    steps = {step["practice"]: step for step in assess(api, SOME)["steps"]}
    tests = steps["code-tests"]
    assert (tests["phase"], tests["phase_name"], tests["roles"]) == ("CI", "Continuous Integration", [])
    covering = [tool for tool in advisor.catalogue.tools.values() if "CI" in tool.phases]
    assert tests["tool_count"] == len(covering)
    assert len(tests["tools"]) == min(5, len(covering))
    free = [tool.name for tool in covering if tool.cost.usd == 0]
    assert [tool["name"] for tool in tests["tools"]][: len(free)] == free[:5]
    pipeline = steps["training-pipeline"]
    assert pipeline["models"] == ["Google", "Amazon", "IBM"]
    assert "Prompt Engineer" in pipeline["roles"]
    assert pipeline["tool_count"] > len(pipeline["tools"]) == 5


def test_the_top_leaves_no_steps(api: httpx.Client) -> None:
    ids = [question["id"] for question in api.get("/v1/maturity").json()["questions"]]
    body = assess(api, dict.fromkeys(ids, "yes"))
    assert body["steps"] == []
    assert "Next steps" not in body["answer"]
    assert body["answer"].count("its highest level") == 5
    assert not any(model["at_least"] for model in body["models"])


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"answers": {"monitorin": "yes"}}, "unknown practice 'monitorin': did you mean monitoring? known are"),
        ({"answers": {"monitoring": "maybe"}}, "'no', 'partly', 'yes' or 'unknown'"),
        ({"answers": {"monitoring": True}}, "'no', 'partly', 'yes' or 'unknown'"),
        ({}, "answers"),
        ({"answers": {}, "model": "Google"}, "model is unknown"),
    ],
)
def test_wrong_input_is_told_what_would_be_right(api: httpx.Client, body: dict[str, Any], told: str) -> None:
    response = api.post("/v1/maturity", json=body)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert told in response.json()["detail"]


def test_the_route_is_described(api: httpx.Client) -> None:
    described = api.get("/openapi.json").json()
    assert set(described["paths"]["/v1/maturity"]) == {"get", "post"}
    example = described["paths"]["/v1/maturity"]["post"]["requestBody"]["content"]["application/json"]["examples"]
    assert assess(api, example["some practices"]["value"]["answers"])["models"]
