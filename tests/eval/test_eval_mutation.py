"""Damages really damage, the gate really sees them, and an undamaged tree passes: a fast part of the suite."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from eval.claims import load_claims
from eval.golden import load_golden
from eval.mutation.command import markdown
from eval.mutation.damage import DamageError
from eval.mutation.damages import damages
from eval.mutation.obedient import told
from eval.mutation.suite import Ground, Suite, damaged_sources
from eval.thresholds import load_thresholds
from server.narrator import PROMPT, load_prompt
from server.settings import Settings

BY_NAME = {damage.name: damage for damage in damages()}
FAST = [
    *("index-shuffled", "prompt-emptied", "prompt-uncited", "sentence-turned"),
    *("verifier-always", "set-short", "gate-open", "marks-off-by-one"),
]
USER = "Sources:\n[1] MLFlow is free. It is old\n[2] Jenkins tests\n\nQuestion: q\n\n"


@pytest.fixture(scope="module")
def suite(data_dir: Path) -> Iterator[Suite]:
    # On so few questions floors say nothing; what falls against the undamaged run does.
    rules = load_thresholds().model_copy(update={"floors": {}, "ceilings": {}})
    golden = [question for question in load_golden() if question.split == "dev"]
    claims = [claim for claim in load_claims() if claim.split == "dev"][:60]
    with Suite(Ground(Settings(data_dir=data_dir), golden, claims, (), rules, per_family=1)) as ready:
        yield ready


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", FAST)
def test_damage_is_caught_and_the_undamaged_tree_passes(name: str, suite: Suite) -> None:
    damage = BY_NAME[name]
    assert suite.control(damage.scope).passed
    tried = suite.tried(damage)
    assert tried.asked > 10
    assert tried.caught, tried
    assert tried.fell


def test_names_are_unique_and_each_damage_has_one_way_in() -> None:
    assert len(BY_NAME) == len(damages())
    for damage in damages():
        assert sum(way is not None for way in (damage.files, damage.index, damage.code)) == 1, damage.name


@pytest.mark.parametrize("name", [damage.name for damage in damages() if damage.files])
def test_damage_to_files_changes_a_copy_and_never_the_tree(name: str) -> None:
    before = load_prompt(PROMPT)
    with damaged_sources(BY_NAME[name]) as sources:
        copied = load_prompt(sources.prompts / PROMPT.name)
        assert (copied != before) == BY_NAME[name].narrated
    assert load_prompt(PROMPT) == before


@pytest.mark.parametrize("name", [damage.name for damage in damages() if damage.code])
def test_damage_to_code_finds_what_it_replaces(name: str) -> None:
    damage = BY_NAME[name]
    with contextlib.ExitStack() as stack:
        for part in damage.code() if damage.code else ():
            stack.enter_context(part)


def test_damage_that_no_longer_fits_says_so(tmp_path: Path) -> None:
    (tmp_path / "corpus" / "tables").mkdir(parents=True)
    (tmp_path / "corpus" / "tables" / "tools.toml").write_text("", "utf-8")
    change = BY_NAME["price"].files
    assert change
    with pytest.raises(DamageError, match="mend the mutation"):
        change(tmp_path)


def test_the_scripted_llm_obeys_the_real_prompt_and_its_damages() -> None:
    prompt = load_prompt(PROMPT)
    assert told(prompt.text, USER + prompt.reminder) == "MLFlow is free [1]. Jenkins tests [2]."
    assert "percent" in told("You are a helpful assistant.", f"{USER}Answer.")
    assert told("Say what the numbered sources say.", f"{USER}Answer.") == "MLFlow is free. Jenkins tests."


def test_the_table_counts_misses(suite: Suite) -> None:
    tried = suite.tried(BY_NAME["verifier-always"])
    missed = tried.model_copy(update={"name": "other", "caught": False, "reasons": ()})
    text = markdown([tried, missed])
    assert text.startswith("1 of 2 caught.")
    assert "(`other`)" in text
    assert "**missed**" in text
    again = markdown([missed.model_copy(update={"caught": True})], text)
    assert again.startswith("2 of 2 caught.")
    assert "**missed**" not in again
    assert again.splitlines()[1:-1] == text.splitlines()[1:-1]
