"""The catalogue: what the shipped tables hold, how cells are cited, and which faults the loader refuses."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.catalogue import COUNTS, PAPER, PAPER_URL, TABLES, Catalogue, CatalogueError, load_catalogue
from corpus.vocabulary import PHASE_CODES, TABLE_IV_COLUMNS, PhaseCode

Edit = Callable[[str, str, str], Path]

ROLE_COLUMNS = {
    "MLOps Abbreviated Phase": "MDL, D, M",
    "DOL Code": "15-1299",
    "Department Of Labor (DOL) Title": "Computer Occupations, All Other",
    "Monthly Wage Estimate DOL 2023": "$9,369",
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TABLES, tmp_path / "tables"))


@pytest.fixture
def edit(tables: Path) -> Edit:
    """Replace a text that must be there, so that no test passes because the data moved on."""

    def replace(name: str, old: str, new: str) -> Path:
        path = tables / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
        return tables

    return replace


def test_counts_are_those_of_the_paper(catalogue: Catalogue) -> None:
    counted = {name: len(getattr(catalogue, name)) for name in COUNTS}
    assert counted == {"phases": 9, "tools": 55, "roles": 13, "maturity": 5, "aspects": 9, "criteria": 5}


def test_levels_run_from_the_lowest_to_the_highest(catalogue: Catalogue) -> None:
    labels = {name: [level.label for level in model.levels] for name, model in catalogue.maturity.items()}
    assert labels["Microsoft"] == [f"Level {n}" for n in range(5)]
    assert {name: len(found) for name, found in labels.items()} == {
        "Google": 3,
        "Microsoft": 5,
        "Amazon": 4,
        "IBM": 4,
        "Meenu Mary et al.": 4,
    }
    assert all(found == sorted(found) for found in labels.values())


def test_model_development_contains_both_halves(catalogue: Catalogue) -> None:
    covered = {
        code: {name for name, tool in catalogue.tools.items() if tool.covers(code)}
        for code in (PhaseCode.MD, PhaseCode.MDT, PhaseCode.MDL)
    }
    assert covered[PhaseCode.MD] == covered[PhaseCode.MDT] | covered[PhaseCode.MDL]
    assert "PyTorch" in covered[PhaseCode.MDT] - covered[PhaseCode.MDL]
    assert "LangChain" in covered[PhaseCode.MDL] - covered[PhaseCode.MDT]
    assert [phase.code for phase in catalogue.phases.values() if phase.parent is PhaseCode.MD] == ["MDT", "MDL"]


def test_a_role_printed_md_takes_part_in_both_halves(catalogue: Catalogue) -> None:
    engineer, prompts = catalogue.roles["ML Engineer"], catalogue.roles["Prompt Engineer"]
    assert all(engineer.covers(code) for code in (PhaseCode.MD, PhaseCode.MDT, PhaseCode.MDL))
    assert prompts.covers(PhaseCode.MD)
    assert not prompts.covers(PhaseCode.MDT)


def test_qa_keeps_its_printed_code_which_joins_no_phase(catalogue: Catalogue) -> None:
    tester = catalogue.roles["QA Engineer"]
    assert tester.phases == ("DT", "VC")
    assert tester.known_phases == (PhaseCode.VC,)
    assert tester.note is not None
    assert "DT" in tester.note


def test_no_role_prints_continuous_integration(catalogue: Catalogue) -> None:
    assert [role.name for role in catalogue.roles.values() if role.covers(PhaseCode.CI)] == []


def test_costs_keep_fixed_prices_apart_from_the_rest(catalogue: Catalogue) -> None:
    fixed = {tool.cost.printed for tool in catalogue.tools.values() if tool.cost.fixed}
    rest = {tool.cost.printed for tool in catalogue.tools.values() if not tool.cost.fixed}
    assert fixed == {"$0", "$5", "$19", "$30", "$33", "$70", "$110", "$250", "$290", "$390", "$500"}
    assert rest == {"CB", "By Request"}
    assert catalogue.tools["Azure Container Registry"].cost.usd == 5
    words = [catalogue.tools[name].cost.words for name in ("Taiga", "Datadog", "LMStudio")]
    assert words == ["$70 a month", "consumption based", "by request"]


def test_phase_codes_are_table_iv_columns_and_md(catalogue: Catalogue) -> None:
    assert list(catalogue.phases) == ["BN", "AS", "MD", "MDT", "MDL", "VC", "CI", "D", "M"]
    assert PHASE_CODES - set(TABLE_IV_COLUMNS) == {"MD"}


@pytest.mark.parametrize(
    ("name", "column", "locator", "excerpt"),
    [
        ("MLFlow", "CI", "Table IV, row MLFlow, column CI", "MLFlow: CI ✓"),
        ("MLFlow", "D", "Table IV, row MLFlow, column D", "MLFlow: D blank"),
        ("PyTest", "MDT", "Table IV, row JUnit, PyTest, column MDT", "JUnit, PyTest: MDT ✓"),
        ("Asana", "Cost/Month", "Table IV, row Asana, column Cost/Month", "Asana: Cost/Month $110"),
        ("Asana", "Open Source", "Table IV, row Asana, column Open Source", "Asana: Open Source blank"),
        (
            "Wekan",
            "Open Source",
            "Table IV, row Delta Lake, Wekan, column Open Source",
            "Delta Lake, Wekan: Open Source ✓",
        ),
    ],
)
def test_tool_cells(catalogue: Catalogue, name: str, column: str, locator: str, excerpt: str) -> None:
    cell = catalogue.tool_cell(catalogue.tools[name], column)
    assert (cell.locator, cell.excerpt) == (locator, excerpt)
    assert (cell.kind, cell.document, cell.url, cell.as_of) == ("cell", PAPER, PAPER_URL, "2024-12-16")


def test_an_unknown_tool_column_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(ValueError, match="DT"):
        catalogue.tool_cell(catalogue.tools["Git"], "DT")


@pytest.mark.parametrize(("column", "printed"), ROLE_COLUMNS.items())
def test_role_cells(catalogue: Catalogue, column: str, printed: str) -> None:
    cell = catalogue.role_cell(catalogue.roles["Prompt Engineer"], column)
    assert cell.locator == f"Table III, row Prompt Engineer, column {column}"
    assert cell.excerpt == f"Prompt Engineer: {column} {printed}"
    assert cell.as_of == "2023"


def test_rows_hold_all_that_their_cells_print(catalogue: Catalogue) -> None:
    tool = catalogue.tool_row(catalogue.tools["JUnit"])
    assert tool.locator == "Table IV, row JUnit, PyTest"
    assert all(part in tool.excerpt for part in ("JUnit, PyTest", "$0", "Open Source ticked", "MDT, MDL"))
    role = catalogue.role_row(catalogue.roles["Prompt Engineer"])
    assert role.locator == "Table III, row Prompt Engineer"
    assert all(printed in role.excerpt for printed in ROLE_COLUMNS.values())


def test_maturity_cell_gives_all_levels(catalogue: Catalogue) -> None:
    cell = catalogue.maturity_cell(catalogue.maturity["Google"])
    assert cell.locator == "Table I, row Google"
    assert cell.excerpt == (
        "Google: Level 0: Manual Process; Level 1: ML Pipeline Automation; Level 2: Automated Training"
    )


def test_aspect_cells_give_the_side_that_was_asked_for(catalogue: Catalogue) -> None:
    aspect = catalogue.aspects["Transfer Learning"]
    sides = {column: catalogue.aspect_cell(aspect, column) for column in ("MLOps", "LLMOps")}
    assert sides["MLOps"].excerpt == aspect.mlops
    assert sides["LLMOps"].excerpt == aspect.llmops
    assert sides["LLMOps"].locator == "Table II, row Transfer Learning, column LLMOps"


def test_criterion_and_phase_cells_name_their_figure(catalogue: Catalogue) -> None:
    criterion = catalogue.criteria[0]
    cell = catalogue.criterion_cell(criterion)
    assert (cell.locator, cell.excerpt) == (f"Figure 2, condition {criterion.name}", criterion.question)
    phase = catalogue.phase_cell(catalogue.phases[PhaseCode.D])
    assert phase.locator == "Figure 1, phase D"
    assert phase.excerpt.endswith("Steps: Test, Gated Approval, Staging/Production.")
    assert "Steps" not in catalogue.phase_cell(catalogue.phases[PhaseCode.CI]).excerpt


@pytest.mark.parametrize(
    ("table", "column", "parts"),
    [
        ("Table IV", "CI", ["6 of 55 tools", "Chef, Puppet, MLFlow, Azure DevOps, GitLab Enterprise, Jenkins"]),
        ("Table IV", "Open Source", ["every tool but Azure ML Studio", "Azure DevOps"]),
        ("Table IV", "Cost/Month", ["Taiga $70", "LMStudio By Request", "Datadog CB"]),
        ("Table IV", "BN to M", ["Taiga: BN", "Langsmith: MDL, VC, M"]),
        ("Table III", "DOL Code", ["Prompt Engineer: 15-1299", "QA Engineer: 15-1253"]),
        ("Table III", "MLOps Abbreviated Phase", ["QA Engineer: DT, VC"]),
        ("Table I", "Maturity Level Proposed(s)", ["Microsoft: 5 levels", "Google: 3 levels"]),
    ],
)
def test_columns_are_cited_whole(catalogue: Catalogue, table: str, column: str, parts: list[str]) -> None:
    cell = catalogue.column(table, column)
    assert cell.locator == f"{table}, column {column}"
    assert [part for part in parts if part not in cell.excerpt] == []


def test_a_duplicate_tool_is_refused(edit: Edit) -> None:
    with pytest.raises(CatalogueError, match=r"tools\.toml holds 54 distinct records, the paper has 55"):
        load_catalogue(edit("tools.toml", 'name = "Trello"', 'name = "Clickup"'))


def test_a_lost_role_is_refused(edit: Edit) -> None:
    with pytest.raises(CatalogueError, match=r"roles\.toml holds 12 distinct records, the paper has 13"):
        load_catalogue(edit("roles.toml", 'name = "Data Engineer"', 'name = "Data Scientist"'))


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("tools.toml", 'phases = ["AS"]', 'phases = ["XX"]', "'XX'"),
        ("tools.toml", 'cost = "$70"', 'cost = "70 dollars"', r"cost '70 dollars' is none of \$n, CB, By Request"),
        ("tools.toml", 'cost = "$70"', 'cost = "$-70"', r"cost '\$-70' is none of"),
        ("tools.toml", 'name = "Taiga",', 'name = "Taiga", colour = "green",', "colour"),
        ("tools.toml", '"CI"', '"D"', "Table IV has the columns"),
        ("roles.toml", 'phases = ["BN", "M"]', 'phases = ["BN", "QQ"]', "Business Analyst has unknown phases"),
        ("roles.toml", "monthly_wage_usd = 7427", 'monthly_wage_usd = "a lot"', "monthly_wage_usd"),
        ("maturity.toml", 'as_of = "2025-03-19"', "", "as_of"),
        ("aspects.toml", "[[aspect]]", "[[wrong]]", "aspect"),
        ("phases.toml", 'code = "VC"', 'code = "ZZ"', "'VC'"),
    ],
)
def test_faulty_tables_are_refused(edit: Edit, name: str, old: str, new: str, message: str) -> None:
    with pytest.raises(CatalogueError, match=message):
        load_catalogue(edit(name, old, new))


def test_an_unknown_phase_of_a_role_needs_a_note(edit: Edit, catalogue: Catalogue) -> None:
    note = catalogue.roles["QA Engineer"].note
    with pytest.raises(CatalogueError, match=r"roles\.toml: QA Engineer has unknown phases \['DT'\] and no note"):
        load_catalogue(edit("roles.toml", f'note = "{note}"', ""))


@pytest.mark.parametrize("name", ["phases", "tools", "roles", "maturity", "aspects", "criteria"])
def test_a_missing_table_is_named(tables: Path, name: str) -> None:
    (tables / f"{name}.toml").unlink()
    with pytest.raises(CatalogueError, match=rf"{name}\.toml cannot be read: .*; restore it from the repository"):
        load_catalogue(tables)


@pytest.mark.parametrize("content", [b"[[role]\nname = ", b'as_of = "\xff\xfe"', b"\x00\x01\x02"])
def test_an_unreadable_table_is_named(tables: Path, content: bytes) -> None:
    (tables / "roles.toml").write_bytes(content)
    with pytest.raises(CatalogueError, match=r"roles\.toml cannot be read"):
        load_catalogue(tables)


def test_a_phase_meets_itself_and_model_development_its_halves() -> None:
    meeting = {(one, other) for one in PhaseCode for other in PhaseCode if one.meets(other)}
    halves = {(PhaseCode.MD, PhaseCode.MDT), (PhaseCode.MD, PhaseCode.MDL)}
    assert meeting == {(code, code) for code in PhaseCode} | halves | {(half, whole) for whole, half in halves}
