"""Dated sources: what the shipped records hold, how they are cited, and which faults the loader refuses."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from corpus.catalogue import load_catalogue
from corpus.updates import STATUS, UPDATES, UpdateError, load_updates, overview

TOOLS = load_catalogue().tools
SHIPPED = load_updates(TOOLS)
RECORD = {
    "tool": "Terraform",
    "column": "Open Source",
    "value": "no",
    "says": "it is not",
    "source": "A page",
    "url": "https://example.org/licence",
    "as_of": "2025-01-31",
}


def write(folder: Path, *records: dict[str, str]) -> Path:
    path = folder / "updates.toml"
    blocks = ["[[update]]\n" + "\n".join(f"{key} = '{value}'" for key, value in record.items()) for record in records]
    path.write_text("\n\n".join(blocks), encoding="utf-8")
    return path


def test_every_kind_of_column_has_a_record() -> None:
    columns = {update.column for update in SHIPPED}
    assert {"Cost/Month", "Open Source", STATUS} <= columns
    assert columns - {"Cost/Month", "Open Source", STATUS}


def test_no_record_is_from_the_future_and_each_names_its_source() -> None:
    today = datetime.now(UTC).date().isoformat()
    assert all("2015" <= update.as_of <= today for update in SHIPPED)
    assert all(update.url.startswith("https://") for update in SHIPPED)


def test_what_is_said_is_one_clause_of_a_sentence() -> None:
    assert [update.says for update in SHIPPED if update.says.endswith(".") or ". " in update.says] == []


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("Open Source", "no", "Table IV (2024-12-16) ticks Terraform as open source; "),
        ("Cost/Month", "$20", "Table IV (2024-12-16) prints $0 for Terraform; "),
        ("M", "yes", "Table IV (2024-12-16) does not tick M for Terraform; "),
        ("AS", "no", "Table IV (2024-12-16) ticks AS for Terraform; "),
        (STATUS, "acquired", "Table IV (2024-12-16) lists Terraform; "),
    ],
)
def test_table_and_source_stand_side_by_side_with_their_dates(
    tmp_path: Path, column: str, value: str, expected: str
) -> None:
    (update,) = load_updates(TOOLS, write(tmp_path, RECORD | {"column": column, "value": value}))
    assert update.beside(TOOLS["Terraform"], "2024-12-16") == f"{expected}A page (2025-01-31) says that it is not"
    assert update.ended is False


def test_each_record_is_a_place_of_its_own() -> None:
    places = {update.tool: update.evidence(TOOLS[update.tool], "2024-12-16") for update in SHIPPED}
    assert (places["Puppet"].kind, places["Puppet"].document) == ("paraphrase", "updates")
    assert places["Puppet"].as_of in places["Puppet"].excerpt
    locators = {update.evidence(TOOLS[update.tool], "2024-12-16").locator for update in SHIPPED}
    assert len(locators) == len(SHIPPED)


def test_the_overview_names_every_tool_and_is_as_new_as_the_newest_record() -> None:
    evidence = overview(SHIPPED)
    assert all(update.tool in evidence.excerpt for update in SHIPPED)
    assert evidence.as_of == max(update.as_of for update in SHIPPED)


def test_a_product_that_ended_is_marked(tmp_path: Path) -> None:
    assert load_updates(TOOLS, write(tmp_path, RECORD | {"column": STATUS, "value": "ended"}))[0].ended


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ({"tool": "Airflow"}, "Airflow, Open Source: Table IV has no such tool"),
        ({"column": "MD"}, "'MD' is no column"),
        ({"column": "Licence"}, "'Licence' is no column"),
        ({"value": "yes"}, "the table prints yes too"),
        ({"value": "maybe"}, "'maybe' is none of yes, no"),
        ({"column": "Cost/Month", "value": "$0"}, r"the table prints \$0 too"),
        ({"column": "AS", "value": "yes"}, "the table prints yes too"),
        ({"column": "M", "value": "no"}, "the table prints no too"),
        ({"column": STATUS, "value": "sold"}, "'sold' is none of acquired, ended"),
        ({"as_of": "31.1.2025"}, "as_of"),
        ({"as_of": "2025-02-30"}, "as_of"),
        ({"as_of": "2025"}, "as_of"),
        ({"as_of": "20250131"}, "as_of"),
        ({"url": "a page"}, "url"),
        ({"says": ""}, "says"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_bad_record_is_refused(tmp_path: Path, fault: dict[str, str], told: str) -> None:
    with pytest.raises(UpdateError, match=told):
        load_updates(TOOLS, write(tmp_path, RECORD | fault))


def test_two_records_on_one_cell_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UpdateError, match="Terraform, Open Source is there twice"):
        load_updates(TOOLS, write(tmp_path, RECORD, RECORD | {"source": "Another page"}))


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UpdateError, match="holds no update"):
        load_updates(TOOLS, write(tmp_path))


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(UpdateError, match="cannot be read"):
        load_updates(TOOLS, tmp_path / UPDATES.name)
    (tmp_path / UPDATES.name).write_text("[[update", encoding="utf-8")
    with pytest.raises(UpdateError, match="cannot be read"):
        load_updates(TOOLS, tmp_path / UPDATES.name)
