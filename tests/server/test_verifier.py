"""The verifier against independently labelled sentences, and check by check."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from corpus.catalogue import Catalogue, load_catalogue
from corpus.document import load_documents
from corpus.linker import Linker
from corpus.vocabulary import Evidence
from server.verifier import Verifier

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
