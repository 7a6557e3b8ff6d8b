"""The case study is what the system computes, over declarations that hold."""

import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus.catalogue import TABLES, Catalogue
from corpus.vocabulary import PhaseCode
from eval.__main__ import FAILURE, main
from eval.case_study.document import document
from eval.case_study.project import FILE, CaseStudyError, Project, flaws, load_project
from eval.case_study.study import Study, studied
from eval.claims import Places
from eval.gate_command import BASELINE
from tests.conftest import REPOSITORY

COMMITTED = REPOSITORY / "docs" / "case-study.md"
WRITE = "python -m eval case-study --write docs/case-study.md"
# Names that hold a figure.
NAMED = re.compile(r"\b(?:Figure|Table|Section) [\dIV]+|\bsentence \d|paragraph \d")


@pytest.fixture(scope="module")
def study() -> Study:
    return studied()


@pytest.fixture(scope="module")
def text(study: Study) -> str:
    return document(study)


@pytest.fixture(scope="module")
def project(study: Study) -> Project:
    return study.project


def test_the_committed_document_is_what_the_system_computes(text: str) -> None:
    assert COMMITTED.read_text("utf-8") == text, f"docs/case-study.md is out of date: run `{WRITE}` and read the diff"


def test_its_links_resolve(text: str) -> None:
    targets = {target for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text) if "://" not in target}
    assert len(targets) > 30
    assert [target for target in sorted(targets) if not (COMMITTED.parent / target).is_file()] == []


def raw(table: str) -> dict[str, Any]:
    return tomllib.loads((TABLES / f"{table}.toml").read_text("utf-8"))


def test_the_costs_are_sums_of_the_tables(text: str, project: Project) -> None:
    prices = {tool["name"]: row["cost"] for row in raw("tools")["row"] for tool in row["tools"]}
    total = sum(int(prices[tool.name].removeprefix("$")) for tool in project.tool)
    assert f"The tools in use cost ${total}." in text
    wages = {role["name"]: role["monthly_wage_usd"] for role in raw("roles")["role"]}
    assert f"**${sum(wages[name] for name in project.roles):,}**" in text


def test_a_level_is_reached_only_with_all_that_it_needs(study: Study) -> None:
    """Against the questionnaire's file: everything up to the level is answered, and something of the next is not."""
    rank = {"no": 0, "unknown": 0, "partly": 1, "yes": 2}
    levels = raw("practices")["level"]
    for standing in study.assessment.standings:
        held = []
        for level in (each for each in levels if each["model"] == standing.model.name):
            needs = [(name, 2) for name in level.get("needs", [])] + [(name, 1) for name in level.get("partly", [])]
            if any(rank[study.project.answers[name]] < least for name, least in needs):
                break
            held.append(level["label"])
        assert held[-1:] == ([standing.reached.label] if standing.reached else [])


def test_a_fact_that_a_finding_rests_on_holds(catalogue: Catalogue) -> None:
    pytest_tool = catalogue.tools["PyTest"]
    assert set(pytest_tool.phases) == {PhaseCode.MDT, PhaseCode.MDL}
    assert not any(role.covers(PhaseCode.CI) for role in catalogue.roles.values())
    assert set(catalogue.roles["QA Engineer"].phases) == {"DT", "VC"}


def test_the_quality_is_the_committed_baselines(tmp_path: Path, text: str) -> None:
    folder = tmp_path / "baseline"
    shutil.copytree(BASELINE, folder)
    summary = (folder / "summary.json").read_text("utf-8")
    total = summary.index('"total"')
    worse = re.sub(r'("correct": \{\s+"mean": )[\d.]+', r"\g<1>0.1234", summary[total:], count=1)
    (folder / "summary.json").write_text(summary[:total] + worse, "utf-8")
    assert "| `correct` | 0.123 |" in document(studied(folder))
    assert "12.3 % of" in document(studied(folder))
    assert "| `correct` | 0.123 |" not in text


def test_without_a_baseline_the_fix_is_named(tmp_path: Path) -> None:
    with pytest.raises(CaseStudyError, match="write it with `python -m eval baseline`"):
        studied(tmp_path)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (
            text for key, part in value.items() if key not in ("evidence", "place", "places") for text in _texts(part)
        )
    elif isinstance(value, list):
        yield from (text for part in value for text in _texts(part))


def test_declarations_hold_no_figures() -> None:
    declared = tomllib.loads(FILE.read_text("utf-8"))
    assert [text for text in _texts(declared) if re.search(r"\d", NAMED.sub("", text))] == []


FLAWS: list[tuple[str, str, str]] = [
    ('name = "Git"', 'name = "Gitt"', "Gitt is no tool"),
    ('name = "Git"', 'name = "Datadog"', "Datadog has no fixed price"),
    ('name = "Qdrant"', 'name = "MLFlow"', "MLFlow stands in Table IV"),
    ('nearest = ["MLFlow"]', 'nearest = ["Airflow"]', "Airflow is no tool"),
    ('roles = ["Business Analyst", "Data Engineer"]', 'roles = ["Prompt Engineer"]', "BN: Table III does not print"),
    ('roles = ["Business Analyst", "Data Engineer"]', 'roles = ["Wizard"]', "Wizard is no role"),
    ('step = "Gated Approval"', 'step = "Approval"', "Approval is no step of D"),
    ('place = "Section II, Monitoring (M), sentence 3"', 'place = "Section IX"', "Section IX is no place of the paper"),
    ('practice = "approval"', 'practice = "approvals"', "its answers are not those of the corpus"),
    ('name = "compute"', 'name = "computers"', "its conditions are not those of the corpus"),
    ('code = "CI"', 'code = "VC"', "its phases are not those of the corpus"),
    ('evidence = ["server/llama.py"]', 'evidence = ["server/lama.py"]', "server/lama.py is no file of the repository"),
    ("answers = { training-pipeline =", "answers = { training =", "training is no practice"),
]


@pytest.mark.parametrize(("sound", "flawed", "message"), FLAWS)
def test_a_declaration_that_does_not_hold_is_named(
    sound: str, flawed: str, message: str, tmp_path: Path, catalogue: Catalogue, evidence: Places
) -> None:
    declared = FILE.read_text("utf-8")
    assert sound in declared
    path = tmp_path / "project.toml"
    path.write_text(declared.replace(sound, flawed, 1), "utf-8")
    with pytest.raises(CaseStudyError, match=re.escape(message)):
        load_project(catalogue, evidence, path)


def test_the_committed_declarations_have_no_flaws(project: Project, catalogue: Catalogue, evidence: Places) -> None:
    assert list(flaws(project, catalogue, evidence)) == []


def test_the_command_prints_and_writes_the_same(
    tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["case-study"]) == 0
    assert capsys.readouterr().out == text
    assert main(["case-study", "--write", str(tmp_path / "study.md")]) == 0
    assert (tmp_path / "study.md").read_text("utf-8") == text

    def broken() -> Study:
        raise CaseStudyError("project.toml: it does not hold")

    monkeypatch.setattr("eval.case_study.study.studied", broken)
    assert main(["case-study"]) == FAILURE
    assert "error: project.toml: it does not hold" in capsys.readouterr().err
