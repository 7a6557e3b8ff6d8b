"""Plans by the user: what the records hold, and which faults the loader refuses."""

import re
import shutil
from pathlib import Path

import pytest

from corpus.catalogue import TABLES, load_catalogue
from corpus.plans import PlanError, load_plans

TOOLS = load_catalogue().tools
SHIPPED = load_plans(TOOLS, TABLES)
IN_WORDS = {5: "five", 1: "one"}


@pytest.mark.parametrize("name", SHIPPED)
def test_its_statement_tells_every_number(name: str) -> None:
    plan, told = SHIPPED[name]
    printed = told.excerpt.replace(".00", "")
    assert all(f"${amount:g}" in printed for amount in (plan.each, plan.base) if amount)
    for seats in filter(None, (plan.free, plan.up_to)):
        assert re.search(rf"\b(?:{seats}|{IN_WORDS.get(seats, seats)})\b", printed)


@pytest.mark.parametrize(
    ("name", "users", "price"),
    [
        ("Azure DevOps", 50, 270),
        ("Azure DevOps", 4, 0),
        ("Trello", 10, 0),
        ("Trello", 11, 55),
        ("Grafana Cloud", 2, 35),
    ],
)
def test_prices_for_so_many_users(name: str, users: int, price: float) -> None:
    assert SHIPPED[name][0].price(users) == price


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('tool = "Trello"', 'tool = "Jira"', "no Jira"),
        ("Card Trello, Pricing, statement 2", "Card Trello, Pricing, statement 9", "statement 9"),
        ("each = 5", "each = 0", "no plan"),
        ('card = "trello"', 'card = "jira"', "cannot be read"),
    ],
)
def test_bad_records_are_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    shutil.copytree(TABLES.parent / "documents" / "tools", tmp_path / "documents" / "tools")
    (tmp_path / "tables").mkdir()
    text = (TABLES / "plans.toml").read_text(encoding="utf-8")
    (tmp_path / "tables" / "plans.toml").write_text(text.replace(f"{old}\n", f"{new}\n").replace(old, new), "utf-8")
    with pytest.raises(PlanError, match=message):
        load_plans(TOOLS, tmp_path / "tables")


def test_a_corpus_without_cards_has_no_plans(tmp_path: Path) -> None:
    assert load_plans(TOOLS, tmp_path / "tables") == {}
