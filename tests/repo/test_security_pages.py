"""docs/security.md and docs/faults.md name tests and places that exist, and the numbers of the attacks."""

import re
from pathlib import Path

import pytest

from tests.attacks.techniques import ATTACKS, DEMANDS, TECHNIQUES

ROOT = Path(__file__).parents[2]
PAGES = {name: (ROOT / "docs" / name).read_text("utf-8") for name in ("security.md", "faults.md")}
TESTS = {
    name
    for path in (ROOT / "tests").rglob("test_*.py")
    for name in re.findall(r"^(?:async )?def (test_\w+)", path.read_text("utf-8"), re.MULTILINE)
}


@pytest.mark.parametrize("page", PAGES)
def test_each_row_names_tests_that_exist(page: str) -> None:
    rows = [line for line in PAGES[page].splitlines() if line.count("|") == 4 and "`test_" in line]
    assert len(rows) >= 18
    named = set(re.findall(r"`(test_\w+)`", PAGES[page]))
    assert named <= TESTS


def test_the_ten_risks_are_all_there_with_their_tests() -> None:
    risks = re.findall(r"^\| LLM(\d\d) .*`test_", PAGES["security.md"], re.MULTILINE)
    assert risks == [f"{n:02}" for n in range(1, 11)]


def test_the_places_of_patience_exist() -> None:
    places = re.findall(r"`((?:server|ingest)/[\w/]+\.py)`", PAGES["faults.md"])
    assert places
    assert not [place for place in places if not (ROOT / place).exists()]


def test_the_attacks_are_as_many() -> None:
    said = f"Each of {len(TECHNIQUES)} techniques dresses up each of {len(DEMANDS)} demands"
    assert said in PAGES["security.md"]
    assert f"{len(ATTACKS)} texts" in PAGES["security.md"]
    assert f"| {4 * len(ATTACKS)} |" in PAGES["security.md"]
