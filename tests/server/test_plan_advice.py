"""Stacks that the cards advise: what they take, what bounds them, and how they are told."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from corpus.catalogue import TABLES, CatalogueError, load_catalogue
from corpus.document import load_documents
from corpus.linker import Linker
from server.basis import Basis
from server.constraints import LIFECYCLE, PlanConstraints
from server.planning.advice import load_advice
from server.planning.clouds import load_clouds
from server.planning.filling import filled
from server.planning.plan import Plan
from server.planning.planner import Planner
from server.planning.telling import stack_sheet
from server.query import Query
from server.schema import Items
from server.sheet import Sheet, Statement

CATALOGUE, DOCUMENTS = load_catalogue(), load_documents()
ADVICE = load_advice(CATALOGUE, DOCUMENTS)
PLANNER = Planner(CATALOGUE, Linker(CATALOGUE), load_clouds(CATALOGUE), ADVICE)
BOUNDS: list[dict[str, Any]] = [
    {},
    {"budget_usd": 0},
    {"budget_usd": 45},
    {"open_source_only": True},
    {"closed_source_only": True},
    {"model": "llm"},
    {"cloud": "aws"},
    {"cloud": "azure"},
    {"tools": ("Git", "Databricks")},
    {"without": ("Prometheus", "Jenkins")},
]
GIVEN = [(), ("managed",), ("in_house",), ("no_kubernetes",), ("kubernetes", "large"), ("many",)]


def advised(**bounds: Any) -> Plan:
    return PLANNER.plan(PlanConstraints.model_validate({"advised": True} | bounds))


def names(plan: Plan) -> set[str]:
    return {pick.tool.name for pick in plan.picks}


def plans() -> Iterator[tuple[dict[str, Any], Plan]]:
    for bounds, given in product(BOUNDS, GIVEN):
        asked = bounds | {"given": given}
        yield asked, advised(**asked)


def test_an_advised_stack_covers_every_phase_within_its_bounds() -> None:
    for asked, plan in plans():
        if plan.stack is None:
            continue
        phases = plan.constraints.wanted
        assert all(any(tool.covers(phase) for tool in plan.stack.tools) for phase in phases), asked
        budget = plan.constraints.budget_usd
        assert budget is None or plan.stack.usd <= budget, asked
        assert budget is None or not any(tool.cost.usd is None for tool in plan.stack.added), asked
        assert not {"Neptune.ai", "Whylabs"} & names(plan), asked
        assert set(plan.constraints.tools) <= names(plan), asked
        assert not set(plan.constraints.without) & names(plan), asked
        if "in_house" in plan.constraints.given:
            assert not ADVICE.traits["vendor"].keys() & {tool.name for tool in plan.stack.added}, asked


def test_every_sentence_of_an_advised_stack_rests_on_places() -> None:
    for _, plan in plans():
        for said in (*plan.summary, *plan.notes, *(pick.reason for pick in plan.picks)):
            assert said.evidence, said.text
            assert said.text[0].isupper(), said.text
            assert not said.text.endswith((".", ",", " ")), said.text


@pytest.mark.parametrize(
    ("bounds", "within", "without"),
    [
        ({}, {"Git", "Jenkins", "MLFlow", "Prometheus"}, {"Kubeflow", "Seldon"}),
        ({"model": "llm"}, {"LangChain", "OpenLLM", "OpenLLMetry"}, {"DVC", "TensorFlow Serving"}),
        ({"model": "llm", "given": ("documents",)}, {"LlamaIndex"}, {"LangChain"}),
        ({"given": ("kubernetes",)}, {"Kubeflow"}, {"TensorFlow Serving"}),
        ({"given": ("images",)}, {"PyTorch"}, {"Pandas"}),
        ({"given": ("many",)}, {"Wekan"}, {"Trello"}),
        ({"given": ("managed",)}, {"Azure ML Studio", "Grafana Cloud"}, {"MLFlow", "Jenkins", "Prometheus"}),
        ({"given": ("managed",), "cloud": "aws"}, {"AWS Sagemaker", "Jenkins"}, {"Chef", "Azure DevOps"}),
        ({"cloud": "azure"}, {"Azure DevOps", "Azure ML Studio", "Bicep"}, {"Jenkins"}),
        ({"cloud": "azure", "budget_usd": 10}, {"Jenkins", "Azure ML Studio"}, {"Azure DevOps"}),
        ({"open_source_only": True}, {"Wekan", "Ansible"}, {"Trello", "Terraform", "Grafana Cloud"}),
        ({"tools": ("Jenkins",)}, {"Jenkins", "Git"}, {"Azure DevOps"}),
    ],
)
def test_circumstances_choose(bounds: dict[str, Any], within: set[str], without: set[str]) -> None:
    found = names(advised(**bounds))
    assert within <= found
    assert not without & found


def test_what_no_stack_can_meet_is_told_as_ever() -> None:
    plan = advised(paid_only=True, budget_usd=2_000)
    assert plan.stack is None
    assert plan.conflicts


def test_a_cheapest_stack_is_told_with_what_the_cards_hold_against_it() -> None:
    said = [statement.text for statement in PLANNER.plan(PlanConstraints()).notes]
    assert any("Kubeflow is too much for a small team" in text for text in said)
    assert any("rather take Trello" in text for text in said)


def test_a_budget_is_told_for_the_users_that_are_told_of() -> None:
    plan = advised(budget_usd=1_250)
    said = " ".join(statement.text for statement in stack_sheet(plan, Basis(users=8)).statements)
    assert "within the budget of $1,000 a month for 8 users" in said
    assert "ten users makes" not in said


def test_open_phases_are_filled_with_what_comes_first() -> None:
    gap = Query(select="phases", named=("Git", "Jenkins"), combine="gap")
    sheet = Sheet(
        (Statement("Git and Jenkins leave BN, AS, MDT, MDL, D and M uncovered", ()),), Items(phases=LIFECYCLE)
    )
    said = [statement.text for statement in filled(PLANNER, gap, sheet).statements]
    assert "Trello for Business Needs (BN)" in said[1]
    assert said[2] == "Together they cost $0 a month for ten users"
    assert filled(PLANNER, gap.model_copy(update={"combine": "any"}), sheet) is sheet


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('tools = ["Wekan"]', 'tools = ["Wekann"]'),
        ('tools = ["Wekan"]', 'tools = ["Jenkins"]'),
        ("Card Wekan, When to choose it, statement 1", "Card Wekan, When to choose it, statement 99"),
        ('trait = "ended"', 'trait = "over"'),
        ('phase = "VC"', 'phase = "XY"'),
    ],
)
def test_a_judgement_that_does_not_hold_is_not_loaded(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "advice.toml"
    path.write_text((TABLES / "advice.toml").read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"advice\.toml"):
        load_advice(CATALOGUE, DOCUMENTS, path)


def test_only_what_rules_tools_out_is_kept_from_a_choice() -> None:
    asked = PlanConstraints(advised=True, given=("no_kubernetes",))
    assert ADVICE.against("Kubeflow", asked)
    assert not ADVICE.against("Kubeflow", asked.model_copy(update={"given": ("kubernetes",)}))
    assert not replace(ADVICE, traits={**ADVICE.traits, "ended": {}}).against("Whylabs", asked)
