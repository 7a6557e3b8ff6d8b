"""The corpus against the paper's text, which is not part of the repository.

Set ADVISOR_TEST_SHARED to the folder that holds `paper/navigating-mlops.txt`; skipped otherwise.
"""

import os
import re
from pathlib import Path

import pytest

from corpus.catalogue import Catalogue, load_catalogue
from corpus.document import DOCUMENTS, load_documents

RUN = 7  # words: a run this long in common with the paper counts as copied
PHASES = ["BN", "AS", "MDT", "MDL", "VC", "CI", "D", "M"]


@pytest.fixture(scope="module")
def paper() -> str:
    shared = os.environ.get("ADVISOR_TEST_SHARED")
    if not shared:
        pytest.skip("ADVISOR_TEST_SHARED is not set: the paper's text is not in the repository")
    return (Path(shared) / "paper" / "navigating-mlops.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def rows(paper: str, first_heading: str, caption: str) -> list[list[str]]:
    """The tab-separated rows between a table's heading line and its caption, LaTeX escapes removed."""
    lines = paper.replace("\\$", "$").splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(f"{first_heading}\t"))
    end = next(n for n, line in enumerate(lines) if line.startswith(f"{caption}:"))
    return [line.split("\t") for line in lines[start + 1 : end] if "\t" in line]


def without_references(text: str) -> str:
    return re.sub(r"\s*\[\d+\]", "", text).strip()


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9%$]+", without_references(text).lower())


def runs(text: str) -> set[str]:
    found = words(text)
    return {" ".join(found[n : n + RUN]) for n in range(len(found) - RUN + 1)}


def test_tools_match_table_iv(paper: str, catalogue: Catalogue) -> None:
    printed = []
    for label, cost, licence, *ticks in rows(paper, "Tool", "TABLE IV"):
        phases = tuple(code for code, tick in zip(PHASES, ticks, strict=False) if tick.strip())
        row = (without_references(label), cost, bool(licence.strip()), phases)
        named = re.findall(r"(?:, | and )?(.+?) \[(\d+)\]", label)
        printed += [(name, int(reference), *row) for name, reference in named]
    held = [
        (tool.name, tool.reference, tool.row, tool.cost.printed, tool.open_source, tool.phases)
        for tool in catalogue.tools.values()
    ]
    assert held == printed


def test_tool_links_are_those_of_the_references(paper: str, catalogue: Catalogue) -> None:
    entries = dict(re.findall(r"^- \[(\d+)\] (.+)$", paper, re.MULTILINE))
    assert [tool.name for tool in catalogue.tools.values() if tool.url not in entries[str(tool.reference)]] == []


def test_roles_match_table_iii(paper: str, catalogue: Catalogue) -> None:
    printed = [
        (name, tuple(phases.split(", ")), code, title, without_references(wage))
        for name, phases, code, title, wage in rows(paper, "MLOps Roles", "TABLE III")
    ]
    held = [
        (role.name, role.phases, role.dol_code, role.dol_title, f"${role.monthly_wage_usd:,}")
        for role in catalogue.roles.values()
    ]
    assert held == printed


def test_maturity_models_match_table_i(paper: str, catalogue: Catalogue) -> None:
    printed = [
        (without_references(name), re.findall(r"(Level \w): (.+?)(?= Level |$)", levels))
        for name, levels in rows(paper, "Company/Paper", "TABLE I")
    ]
    held = [
        (model.name, [(level.label, level.name) for level in model.levels]) for model in catalogue.maturity.values()
    ]
    assert held == printed


def test_aspects_are_the_rows_of_table_ii(paper: str, catalogue: Catalogue) -> None:
    assert list(catalogue.aspects) == [row[0] for row in rows(paper, "Aspect", "TABLE II")]


def test_nothing_is_copied_from_the_paper(paper: str, catalogue: Catalogue) -> None:
    told = [passage.text for part in load_documents(DOCUMENTS / "paper") for passage in part.passages]
    told += [text for aspect in catalogue.aspects.values() for text in (aspect.mlops, aspect.llmops)]
    told += [phase.summary for phase in catalogue.phases.values()]
    told += [criterion.question for criterion in catalogue.criteria]
    source = runs(paper)
    assert {text: copied for text in told if (copied := runs(text) & source)} == {}
