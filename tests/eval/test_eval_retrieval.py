"""Retrieval measured alone: which needs are met, the real retriever over a small real index, and the tables."""

import json
import os
import re
from collections.abc import Collection
from pathlib import Path

import pytest

from corpus.catalogue import Catalogue
from corpus.vocabulary import Evidence
from eval.__main__ import main
from eval.ablation import folders, sets
from eval.ablation.experiments import ALONE, BESIDE, METHODS, OF_DOCUMENTS, Experiment, search_beside
from eval.ablation.measuring import Measured, searched
from eval.ablation.needs import served, serves, source_of
from eval.ablation.report import markdown
from eval.golden import Golden, flaws, load_golden, read_golden
from eval.places import Place
from eval.resampling import interval
from eval.retrieval import ranking_of
from ingest.adding import Wish, add_path
from ingest.library import Library
from ingest.pipeline import run
from server.bootstrap import retrieval
from server.settings import Settings
from tests.advisors import copied
from tests.ingest.documents import MARKDOWN

KITES = "kites/kites.md › Kites"
TOOLS = {"ai-fairness-360", "deepeval", "dvc", "kubeflow", "openllm", "openllmetry", "prometheus", "ragas"}


def quoted(locator: str, text: str, document: str = "added/kites") -> Evidence:
    return Evidence(kind="quote", document=document, title="t", locator=locator, excerpt=text, as_of="2024-01-01")


@pytest.mark.parametrize(
    ("need", "expected"),
    [
        (KITES, True),
        (f"{KITES} › Lines", True),
        (f"{KITES} › Line", False),
        (f"{KITES} ~ reel --SLOW", True),
        (f"{KITES} ~ reel --fast", False),
        ("birds/kites.md › Kites", False),
        ("kites.md › Kites", False),
    ],
)
def test_a_need_names_source_place_and_words(need: str, *, expected: bool) -> None:
    assert serves(need, quoted("kites.md › Kites › Lines", "Try\nkite reel  --slow")) is expected


def test_the_corpus_is_named_by_locator_alone() -> None:
    passage = quoted("Abstract, sentence 1", "It says so.", "navigating-mlops")
    assert served((("Section I",), ("Abstract", "Conclusion")), passage) == [1]


def test_the_first_passage_that_meets_a_need_earns_it() -> None:
    found = ranking_of(2, [[], [1], [1], [0, 1]])
    assert (found.mrr, found.recall_5) == (0.5, 1.0)
    assert ranking_of(2, [[]] * 5 + [[0]]).recall_5 == 0.0


def test_the_upstream_questions_are_sound(catalogue: Catalogue) -> None:
    questions = read_golden(sets.UPSTREAM)
    needs = {need for question in questions for alternatives in question.needs for need in alternatives}
    assert list(flaws(questions, catalogue, [Place(document="", locator=need) for need in needs])) == []
    assert {source_of(need) for need in needs} == TOOLS
    assert len(list(read_golden(sets.UPSTREAM))) >= 120
    elsewhere = {question.question.casefold() for question in load_golden()}
    assert not [question.id for question in read_golden(sets.UPSTREAM) if question.question.casefold() in elsewhere]


def test_there_are_as_many_prose_questions_as_asked_for() -> None:
    assert len([*sets.paper(), *sets.cards(), *sets.upstream(TOOLS)]) >= 300


@pytest.fixture(scope="module")
def beside(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The session's index with one document added."""
    folder = copied(data_dir, tmp_path_factory.mktemp("beside"))
    (folder / "kites").mkdir()
    (folder / "kites" / "kites.md").write_text(MARKDOWN, "utf-8")
    (folder / "kites" / "more.md").write_text("# Birds\n\nSwifts sleep on the wing.", "utf-8")
    with Library.open(folder) as library:
        add_path(library, folder / "kites", Wish())
    settings = Settings(data_dir=folder)
    run(settings)
    return settings


def asked(question: str, *needs: str) -> Golden:
    fields = {"id": "kite-001", "family": "kite", "wording": "terse", "split": "dev", "question": question}
    return Golden.model_validate_json(
        json.dumps(fields | {"status": "answered", "relevant": needs, "provenance": "written here"})
    )


@pytest.mark.model
@pytest.mark.timeout(300)
async def test_each_method_is_measured_over_the_layer_asked_for(beside: Settings) -> None:
    reel = asked("kite reel --slow", f"{KITES} › Lines ~ reel --slow")
    sleeping = asked("animals that rest in the air", "kites/more.md › Birds")
    unheard = asked("quantum chromodynamics", f"{KITES} › Lines ~ reel --slow")
    of_paper = asked("What is the aim of the proposed framework?", "Abstract")
    first: dict[str, list[float]] = {}
    with retrieval(beside) as retriever:
        for name, method in OF_DOCUMENTS.items():
            rows = await searched("kites", name, [reel, sleeping, unheard], retriever(method), "added")
            assert [(row.set, row.variant, row.split) for row in rows] == [("kites", name, "dev")] * 3
            first[name] = [row.scores["mrr"] for row in rows]
        of_corpus = {
            name: (await searched("paper", name, [of_paper, reel], retriever(method), "source"))
            for name, method in METHODS.items()
        }
    # Sparse search finds no word that is not there; dense search finds whatever is nearest.
    assert first["sparse"] == [1.0, 0.0, 0.0]
    assert all(first[name][:2] == [1.0, 1.0] for name in ("dense", "hybrid", "served")), first
    for rows in of_corpus.values():
        assert rows[1].scores["recall_20"] == 0.0, "the layer of the corpus gives no added passage"
    assert of_corpus["served"][0].scores["recall_20"] == 1.0


def measured(variant: str, scores: Collection[float], split: str = "dev") -> list[Measured]:
    return [
        Measured(set="kites", split=split, id=f"kite-{at:03}", variant=variant, scores={"mrr": 0.5, "ndcg_10": score})
        for at, score in enumerate(scores)
    ]


def test_the_tables_give_means_and_intervals_of_paired_differences() -> None:
    served_rows, worse = [0.5, 1.0] * 20, [0.25, 0.75] * 20
    rows = [*measured("served", served_rows), *measured("dense", worse), *measured("same", served_rows)]
    shown = markdown([Experiment(name="kites: methods", reference="served", rows=tuple(rows))])
    assert "### Kites: methods" in shown
    assert "| served | 40 | 0.500 | 0.750 |  |" in shown
    assert "| dense | 40 | 0.500 | 0.500 | **-0.250 (-0.250 to -0.250)** |" in shown
    assert "| same | 40 | 0.500 | 0.750 | +0.000 |" in shown
    assert "test, which checks" not in shown


def test_an_interval_that_holds_zero_is_not_set_in_bold() -> None:
    rows = [*measured("served", [0.5] * 20), *measured("dense", [0.4, 0.7] * 10)]
    shown = markdown([Experiment(name="kites: methods", reference="served", rows=tuple(rows))])
    (cell,) = re.findall(r"\+0\.050 \((\S+) to (\S+)\)", shown)
    assert float(cell[0]) < 0 < float(cell[1])
    assert "**" not in shown


def test_the_interval_is_the_same_every_time_and_holds_the_mean() -> None:
    differences = [0.1, -0.2, 0.4, 0.0, 0.3, -0.1]
    low, high = interval(differences, resamples=2_000, seed=3)
    assert (low, high) == interval(differences, resamples=2_000, seed=3)
    assert low < sum(differences) / 6 < high


def test_tables_are_written_only_with_everything_that_they_hold(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["retrieval", "--write"]) == 2
    assert "--documents FOLDER" in capsys.readouterr().err


def test_a_folder_without_folders_is_told_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["retrieval", "--documents", str(tmp_path)]) == 1
    assert "holds no folders: name one" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.timeout(3600)
async def test_the_corpus_is_found_beside_upstream_documentation_as_without(data_dir: Path, tmp_path: Path) -> None:
    shared = os.environ.get("ADVISOR_TEST_SHARED")
    if not shared:
        pytest.skip("ADVISOR_TEST_SHARED is not set: the upstream documentation is not in the repository")
    settings = Settings(data_dir=copied(data_dir, tmp_path))
    alone = folders.corpus_alone(settings)
    both = folders.with_documents(settings, Path(shared) / "tool-docs", 240)
    with Library.open(both.data_dir) as library:
        held = [
            quoted(" › ".join((file.name, *passage.headings)), passage.text, f"added/{source.id}")
            for source in library.sources()
            for file, _ in library.files(source.id)
            for passage, _ in library.passages(source.id, file.name)
        ]
    needs = {need for question in sets.upstream(TOOLS) for each in question.needs for need in each}
    assert [need for need in needs if not any(serves(need, passage) for passage in held)] == []
    for name, questions in {"paper": sets.paper(), "cards": sets.cards()}.items():
        found = await search_beside(name, questions, alone, both)
        for metric in ("recall_5", "recall_20"):
            sums = {
                variant: sum(row.scores[metric] for row in found.rows if row.variant == variant)
                for variant in (ALONE, BESIDE)
            }
            assert sums[BESIDE] >= sums[ALONE], (name, metric)
