"""The maturity questionnaire: what it maps, and which faults its loader refuses."""

import shutil
import tomllib
from pathlib import Path

import pytest

from corpus.catalogue import TABLES, Catalogue, CatalogueError, load_catalogue
from corpus.vocabulary import PhaseCode

RAW = tomllib.loads((TABLES / "practices.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def test_every_level_of_table_i_is_mapped(catalogue: Catalogue) -> None:
    printed = [(model.name, level.label) for model in catalogue.maturity.values() for level in model.levels]
    assert list(catalogue.questionnaire.needed) == printed


def test_every_practice_is_needed_somewhere_and_every_phase_has_one(catalogue: Catalogue) -> None:
    needed = {name for needs in catalogue.questionnaire.needed.values() for name in needs}
    practices = catalogue.questionnaire.practices
    assert needed == set(practices)
    assert 10 <= len(practices) <= 16
    for phase in PhaseCode:
        assert any(practice.phase.meets(phase) for practice in practices.values())


def test_each_level_needs_all_that_lower_levels_do_and_more(catalogue: Catalogue) -> None:
    rank = {"no": 0, "partly": 1, "yes": 2}
    needed = catalogue.questionnaire.needed
    for model in catalogue.maturity.values():
        for lower, higher in zip(model.levels, model.levels[1:], strict=False):
            below, above = needed[model.name, lower.label], needed[model.name, higher.label]
            assert all(rank[above[name]] >= rank[least] for name, least in below.items())
            assert below != above


def test_only_meenu_mary_s_lowest_level_asks_for_something(catalogue: Catalogue) -> None:
    lowest = {model.name: model.levels[0].label for model in catalogue.maturity.values()}
    asking = {name for name, label in lowest.items() if catalogue.questionnaire.needed[name, label]}
    assert asking == {"Meenu Mary et al."}


def test_the_mapping_is_called_a_judgement_and_never_the_paper_s(catalogue: Catalogue) -> None:
    questionnaire = catalogue.questionnaire
    entries = [questionnaire.whole(), *(questionnaire.level_entry(*level) for level in questionnaire.needed)]
    entries += [questionnaire.practice_entry(practice) for practice in questionnaire.practices.values()]
    for entry in entries:
        assert "this project's judgement" in entry.title
        assert entry.url is None
        assert entry.document != catalogue.maturity_cell(catalogue.maturity["IBM"]).document
    assert len({entry.locator for entry in entries}) == len(entries)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('id = "retraining"', 'id = "evaluation"', "share an id"),
        ('phase = "AS"', 'phase = "XX"', "phase"),
        ('phase = "AS"', 'phase = "M"', "lifecycle order"),
        ('model = "IBM"\nlabel = "Level 3"', 'model = "IBM"\nlabel = "Level 9"', "Table I"),
        ('needs = ["deployment"]', 'needs = ["deploiment"]', "no practices"),
        ('needs = ["workspaces", ', "needs = [", "no level needs ['workspaces']"),
        ('needs = ["deployment"]', "", "needs nothing more"),
        ('needs = ["deployment"]', 'needs = ["deployment", "data-collection"]', "repeats ['data-collection']"),
        ('partly = ["monitoring"]', 'partly = ["deployment"]', "repeats ['deployment']"),
        ('cues = ["monitor*", ', 'cue = ["monitor*", ', "cue"),
        ('as_of = "2026-11-24"', "", "as_of"),
    ],
)
def test_faults_are_refused_with_the_fix(tmp_path: Path, old: str, new: str, told: str) -> None:
    tables = Path(shutil.copytree(TABLES, tmp_path / "tables"))
    path = tables / "practices.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"practices\.toml") as caught:
        load_catalogue(tables)
    assert told in str(caught.value)


def test_a_missing_questionnaire_is_told(tmp_path: Path) -> None:
    tables = Path(shutil.copytree(TABLES, tmp_path / "tables"))
    (tables / "practices.toml").unlink()
    with pytest.raises(CatalogueError, match=r"practices\.toml cannot be used"):
        load_catalogue(tables)
