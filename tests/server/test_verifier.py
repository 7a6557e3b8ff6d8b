"""The verifier against independently labelled sentences, and check by check."""

import asyncio
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from corpus.catalogue import Catalogue, load_catalogue
from corpus.document import load_documents
from corpus.linker import Linker
from corpus.vocabulary import Evidence
from server.llm import make_llm
from server.narrator import load_prompt
from server.settings import LLMSettings
from server.verification.entailment import PROMPT, Entailment
from server.verifier import Verifier
from tests.fakes.openai_server import GARBAGE, FakeOpenAI

WAGE = "Monthly Wage Estimate DOL 2023"
CASES = Path(__file__).parent / "verifier_cases.jsonl"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="module")
def verifier(catalogue: Catalogue) -> Verifier:
    return Verifier(catalogue, Linker(catalogue))


def prose(excerpt: str, locator: str = "Section II") -> Evidence:
    kind = "cell" if locator.startswith("Table") else "paraphrase"
    return Evidence.model_validate(
        {"kind": kind, "document": "d", "title": "t", "as_of": "2025", "locator": locator, "excerpt": excerpt}
    )


def cases(split: str) -> list[dict[str, Any]]:
    rows = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if row["split"] == split]


@pytest.mark.parametrize(("split", "recall"), [("tuning", 0.75), ("held_out", 0.70)])
def test_wrong_sentences_hardly_ever_pass_and_honest_ones_mostly_do(
    verifier: Verifier, split: str, recall: float
) -> None:
    shown: Counter[str] = Counter()
    rows = cases(split)
    passed: list[str] = []
    for row in rows:
        cited = [prose(piece["excerpt"], piece["locator"]) for piece in row["evidence"]]
        if verifier.verify(row["text"], cited).verdict == "supported":
            shown[row["label"]] += 1
            passed += [row["text"]] if row["label"] == "wrong" else []
    labels = Counter(row["label"] for row in rows)
    assert shown["wrong"] <= 0.01 * labels["wrong"], passed
    assert shown["supported"] >= recall * labels["supported"], shown


def test_every_kind_of_mistake_is_among_the_cases() -> None:
    for split in ("tuning", "held_out"):
        kinds = {row["kind"] for row in cases(split)}
        assert kinds >= {"number", "name", "negation", "swap", "phase", "role", "overgeneral", "outside", "mixed"}
    evidence = [
        {piece["excerpt"] for row in cases(split) for piece in row["evidence"]} for split in ("tuning", "held_out")
    ]
    assert len(evidence[0] & evidence[1]) <= 1


TRACKS = "With tools such as Git and DVC, Version Control (VC) tracks data and code, and keeps experiments auditable."


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Version Control tracks data and code with Git and DVC.", "supported"),
        ("Version Control doesn't track data and code.", "unsupported"),
        ("Version Control never tracks data.", "unsupported"),
        ("Version Control tracks only data.", "unsupported"),
        ("Version Control tracks data and code with Git and Jenkins.", "unsupported"),
        ("Version Control tracks 3 kinds of data.", "unsupported"),
        ("It tracks data and code.", "unsupported"),
        ("Git", "unsupported"),
        ("", "unsupported"),
        ("Version Control tracks data and code. " + "x" * 5_000, "unsupported"),
    ],
)
def test_one_passage(verifier: Verifier, text: str, verdict: str) -> None:
    assert verifier.verify(text, [prose(TRACKS)]).verdict == verdict


def test_no_citation_is_no_support(verifier: Verifier) -> None:
    assert verifier.verify(TRACKS, []).verdict == "unsupported"


def test_a_judgement_says_what_it_rests_on_or_what_fails(verifier: Verifier) -> None:
    cited = [prose("Monitoring (M) follows metrics.", "Section M"), prose(TRACKS, "Section VC")]
    judgement = verifier.verify("Version Control tracks data and code.", cited)
    assert (judgement.verdict, judgement.evidence, judgement.used) == ("supported", "follows from Section VC", (1,))
    assert "Jenkins" in verifier.verify("Version Control tracks code with Jenkins.", [prose(TRACKS)]).evidence


def test_every_passage_of_the_corpus_supports_itself_and_no_other_one(verifier: Verifier) -> None:
    passages = [passage.text for document in load_documents() for passage in document.passages]
    assert len(passages) > 200
    for said, other in zip(passages, passages[1:] + passages[:1], strict=True):
        assert verifier.verify(said, [prose(said)]).verdict == "supported", said
        assert verifier.verify(said, [prose(other)]).verdict != "supported", said


def test_clauses_may_rest_on_one_citation_each(verifier: Verifier) -> None:
    left = prose("MLOps gets by on ordinary CPUs.", "left")
    right = prose("LLMOps leans on powerful GPUs.", "right")
    text = "MLOps gets by on ordinary CPUs, whereas LLMOps leans on powerful GPUs."
    swapped = "LLMOps gets by on ordinary CPUs, whereas MLOps leans on powerful GPUs."
    assert verifier.verify(text, [left, right]).used == (0, 1)
    assert verifier.verify(text, [left]).verdict == "unsupported"
    assert verifier.verify(swapped, [left, right]).verdict == "unsupported"


@pytest.mark.parametrize(
    ("text", "tool", "column", "verdict"),
    [
        ("MLFlow costs $0 a month.", "MLFlow", "Cost/Month", "supported"),
        ("MLFlow is free.", "MLFlow", "Cost/Month", "supported"),
        ("MLFlow isn't free.", "MLFlow", "Cost/Month", "unsupported"),
        ("MLFlow costs $500 a month.", "MLFlow", "Cost/Month", "contradicted"),
        ("Langsmith covers Monitoring.", "Langsmith", "M", "supported"),
        ("Langsmith covers the Deployment phase.", "Langsmith", "M", "contradicted"),
        ("Asana is not open source.", "Asana", "Open Source", "supported"),
        ("Asana is open source.", "Asana", "Open Source", "contradicted"),
        ("Jenkins isn't open source.", "Jenkins", "Open Source", "contradicted"),
        ("Databricks is free.", "Databricks", "Cost/Month", "unsupported"),
    ],
)
def test_table_cells(verifier: Verifier, catalogue: Catalogue, text: str, tool: str, column: str, verdict: str) -> None:
    cell = catalogue.tool_cell(catalogue.tools[tool], column)
    assert verifier.verify(text, [cell]).verdict == verdict


def test_every_tool_cell_carries_its_own_plain_statement_and_no_denial_of_it(
    verifier: Verifier, catalogue: Catalogue
) -> None:
    for tool in catalogue.tools.values():
        cell = catalogue.tool_cell(tool, "Open Source")
        plain, denied = f"{tool.name} is open source.", f"{tool.name} is not open source."
        right, wrong = (plain, denied) if tool.open_source else (denied, plain)
        assert verifier.verify(right, [cell]).verdict == "supported", right
        assert verifier.verify(wrong, [cell]).verdict != "supported", wrong
        if tool.cost.usd is not None:
            price = catalogue.tool_cell(tool, "Cost/Month")
            assert verifier.verify(f"{tool.name} costs ${tool.cost.usd} a month.", [price]).verdict == "supported"
            assert verifier.verify(f"{tool.name} costs ${tool.cost.usd + 1} a month.", [price]).verdict != "supported"


def test_every_role_wage_is_checked(verifier: Verifier, catalogue: Catalogue) -> None:
    for role in catalogue.roles.values():
        cell = catalogue.role_cell(role, "Monthly Wage Estimate DOL 2023")
        said = f"A {role.name} earns ${role.monthly_wage_usd:,} a month."
        assert verifier.verify(said, [cell]).verdict == "supported", said
        assert verifier.verify(said.replace("month", "year"), [cell]).verdict != "supported", said


def test_neighbouring_cells_carry_computed_statements(verifier: Verifier, catalogue: Catalogue) -> None:
    tools, roles = catalogue.tools, catalogue.roles
    prices = [catalogue.tool_cell(tools[name], "Cost/Month") for name in ("Langsmith", "Whylabs")]
    wages = [catalogue.role_cell(roles[name], WAGE) for name in ("Software Engineer", "QA Engineer")]
    ci = [catalogue.column("Table IV", "CI")]
    for text, cited, verdict in (
        ("Langsmith costs $140 more than Whylabs.", prices, "supported"),
        ("Whylabs costs $140 more than Langsmith.", prices, "contradicted"),
        ("Langsmith and Whylabs together cost $640 a month.", prices, "supported"),
        ("Langsmith and Whylabs cost $390 a month.", prices, "contradicted"),
        ("Langsmith is cheaper than Whylabs.", prices, "contradicted"),
        ("Langsmith costs $140 more than Whylabs.", prices[:1], "unsupported"),
        ("A Software Engineer is better paid than a QA Engineer.", wages, "supported"),
        ("A QA Engineer is better paid than a Software Engineer.", wages, "contradicted"),
        ("A Software Engineer earns a little under $12,000 a month.", wages, "supported"),
        ("A Software Engineer earns a little over $11,600 a month.", wages, "contradicted"),
        ("Six tools are ticked for CI, Jenkins and Chef among them.", ci, "supported"),
        ("Seven tools are ticked for CI.", ci, "contradicted"),
        ("Chef and Jenkins are the tools for CI.", ci, "unsupported"),
    ):
        assert verifier.verify(text, cited).verdict == verdict, text


def test_levels_of_maturity_are_read_in_their_order(verifier: Verifier, catalogue: Catalogue) -> None:
    row = [catalogue.maturity_cell(catalogue.maturity["Google"])]
    for text, verdict in (
        ("Google's model has three levels, the lowest being a manual process.", "supported"),
        ("The highest level of Google's model is called Automated Training.", "supported"),
        ("The highest level of Google's model is called Manual Process.", "contradicted"),
        ("Google's model has four levels.", "contradicted"),
    ):
        assert verifier.verify(text, row).verdict == verdict, text


@pytest.mark.parametrize(
    ("text", "excerpt", "verdict"),
    [
        ("Model training follows the evaluation.", "The evaluation follows model training.", "unsupported"),
        ("Data is labeled before it is stored.", "Data is stored before it is labeled.", "contradicted"),
        ("The team splits the goals.", "The goals are split by the team.", "supported"),
        ("The goals split the large team.", "The goals are split by the large team.", "contradicted"),
        ("Fine-tuning raises the latency.", "Fine-tuning lowers the latency.", "contradicted"),
        ("18% had no model and 55% needed 90 days.", "55% had no model and 18% needed 90 days.", "unsupported"),
        ("Raw data turns inputs into features.", "Raw data turns features into inputs.", "unsupported"),
    ],
)
def test_sides_times_doers_and_opposites(verifier: Verifier, text: str, excerpt: str, verdict: str) -> None:
    assert verifier.verify(text, [prose(excerpt)]).verdict == verdict


@pytest.mark.parametrize(
    ("said", "verdict"),
    [('{"verdict": "entailed"}', "supported"), ('{"verdict": "not stated"}', "unsupported"), ("no JSON", "supported")],
)
async def test_an_llm_may_only_take_support_away(
    catalogue: Catalogue, said: str, verdict: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with FakeOpenAI(said) as fake:
        entailment = Entailment(load_prompt(PROMPT))
        entailment.connect(make_llm(LLMSettings(), fake.base_url))
        judge = Verifier(catalogue, Linker(catalogue), entailment=entailment)
        supported = await asyncio.to_thread(judge.verify, "Version Control tracks data and code.", [prose(TRACKS)])
        asked = len(fake.requests)
        rejected = await asyncio.to_thread(judge.verify, "Version Control tracks only data.", [prose(TRACKS)])
        cell = catalogue.tool_cell(catalogue.tools["MLFlow"], "Cost/Month")
        exact = await asyncio.to_thread(judge.verify, "MLFlow costs $0 a month.", [cell])
    assert (supported.verdict, rejected.verdict, exact.verdict) == (verdict, "unsupported", "supported")
    assert asked == len(fake.requests) == 1, "neither what the rules reject nor what the tables prove is asked about"
    assert fake.requests[0]["response_format"]["type"] == "json_schema"
    assert ("entailment was not judged" in caplog.text) == (said == "no JSON")


@pytest.mark.parametrize("fault", ["500", "empty", "garbage"])
async def test_without_an_answer_of_the_llm_the_rules_stand(
    catalogue: Catalogue, caplog: pytest.LogCaptureFixture, fault: str
) -> None:
    async with FakeOpenAI(fault=fault, fault_after=0, garbage=GARBAGE["delta null"]) as fake:
        entailment = Entailment(load_prompt(PROMPT))
        judge = Verifier(catalogue, Linker(catalogue), entailment=entailment)
        for _ in range(2):
            found = await asyncio.to_thread(judge.verify, "Version Control tracks data and code.", [prose(TRACKS)])
            assert found.verdict == "supported"
            entailment.connect(make_llm(LLMSettings(timeout_s=5), fake.base_url))
    assert "no LLM to judge entailment yet" in caplog.text
    assert "entailment was not judged" in caplog.text
    assert "scripted failure" not in caplog.text
