"""Drift that is planted is found and chance is not; unanswered questions fall into the groups they were made of."""

import random
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from corpus.catalogue import Catalogue
from corpus.linker import Linker
from eval.__main__ import main
from eval.golden import load_golden
from eval.monitoring.bounds import FILE, load_bounds
from eval.monitoring.clusters import clustered, reason, unanswered
from eval.monitoring.drift import Shift, Sides, topic_shift, vector_shift
from eval.monitoring.questions import Asked, of_golden
from eval.monitoring.report import Drift, Report, broken
from eval.monitoring.volume import days, rates
from eval.thresholds import ThresholdError
from ingest.minilm import MiniLM
from server.journal.file import add, connect, journal_path
from server.journal.records import Kept, now
from server.schema import Answer, Feedback, Status

MODELS = Path(__file__).parents[2] / "var" / "models"
NEW = (
    "How do we keep personal data out of a prompt?",
    "Can a guardrail stop prompt injection?",
    "How is a jailbreak of our assistant noticed?",
    "Which rules apply to personal data in training sets?",
    "How do we redact names before a model sees them?",
    "What does the AI Act ask of a chatbot?",
)
GROUPS = {
    "gpu": (
        "How many GPUs do we need to serve a 70B model?",
        "What GPU memory does serving a 70B model take?",
        "How many graphics cards are needed to serve a 70B model?",
    ),
    "salary": (
        "What does an ML engineer earn in Berlin?",
        "Salary of a machine learning engineer in Berlin?",
        "How much is an ML engineer paid in Berlin?",
    ),
}
STRAYS = ("Who painted the Mona Lisa?", "Is tea healthier than coffee?")


def kept(question: str, status: Status = "refused", verdict: str | None = None, days_ago: float = 0) -> Kept:
    at = now() - timedelta(days=days_ago)
    trace = f"{random.Random(question).getrandbits(128):032x}"
    answer = Answer(status=status, answer="x", conversation_id=trace, release="r", trace_id=trace)
    said = Feedback.model_validate({"trace_id": trace, "verdict": verdict, "at": at}) if verdict else None
    return Kept(at=at, asked=question, question=question, intent="prose", answer=answer, feedback=said)


@pytest.fixture(scope="module")
def asked(catalogue: Catalogue) -> list[Asked]:
    """Golden questions of all kinds, in an order of no meaning."""
    chosen = random.Random(7).sample([one for one in load_golden() if not one.turns], 200)
    return of_golden(chosen, Linker(catalogue))


@pytest.fixture(scope="module")
def vectors(asked: list[Asked], encoder: MiniLM) -> np.ndarray:
    return encoder.encode([one.text for one in asked])


def sides(before: Sequence[Asked], after: Sequence[Asked], permutations: int = 400) -> Sides:
    return Sides(before, after, permutations=permutations, seed=1)


def test_a_planted_topic_is_found_by_its_meaning(asked: list[Asked], vectors: np.ndarray, encoder: MiniLM) -> None:
    planted = [Asked(f"new-{at}", NEW[at % len(NEW)]) for at in range(30)]
    both = sides(asked[:100], [*asked[100:170], *planted])
    shift = vector_shift(both, np.vstack([vectors[:170], encoder.encode([one.text for one in planted])]))
    assert shift.p < 0.01
    assert shift.beyond_chance >= load_bounds().drift.least_mmd
    assert set(shift.moved) <= set(NEW)


def test_a_planted_phase_is_found_by_its_name(asked: list[Asked], catalogue: Catalogue) -> None:
    kind = load_golden()[0]
    told = ("Who takes part in version control?", "What is done under version control?", "free version control tools")
    questions = [kind.model_copy(update={"id": f"new-{at}", "question": told[at % 3], "turns": ()}) for at in range(30)]
    shift = topic_shift(sides(asked[:100], [*asked[100:170], *of_golden(questions, Linker(catalogue))]), "phase")
    assert shift.p < 0.01
    assert shift.beyond_chance >= load_bounds().drift.least_divergence
    assert shift.moved[0].startswith("VC +")


def test_no_shift_is_seldom_called_one(asked: list[Asked], vectors: np.ndarray) -> None:
    found: dict[str, list[float]] = {"embeddings": [], "phase": [], "tool": []}
    for seed in range(40):
        order = random.Random(seed).sample(range(200), 200)
        halves = sides([asked[at] for at in order[:100]], [asked[at] for at in order[100:]], permutations=200)
        for shift in (vector_shift(halves, vectors[order]), topic_shift(halves, "phase"), topic_shift(halves, "tool")):
            found[shift.what].append(shift.p)
    for what, chances in found.items():
        # At 5 % one expects 2 of 40; more than 7 would happen once in a thousand.
        assert sum(p <= 0.05 for p in chances) <= 7, what
        # And they are spread, as p values are where nothing is to be found.
        assert 0.3 < float(np.mean(chances)) < 0.7, what


def test_one_chatty_reader_is_no_drift(asked: list[Asked], vectors: np.ndarray, encoder: MiniLM) -> None:
    chat = [Asked("chatty", NEW[at % len(NEW)]) for at in range(30)]
    own = np.vstack([vectors[:130], encoder.encode([one.text for one in chat])])
    one_reader = vector_shift(sides(asked[:100], [*asked[100:130], *chat]), own)
    many = [replace(one, conversation=f"reader-{at}") for at, one in enumerate(chat)]
    many_readers = vector_shift(sides(asked[:100], [*asked[100:130], *many]), own)
    assert one_reader.value == many_readers.value
    assert one_reader.p > 0.05
    assert many_readers.p < 0.01


def test_the_same_questions_give_the_same_figures(asked: list[Asked], vectors: np.ndarray) -> None:
    first, second = (vector_shift(sides(asked[:60], asked[60:120]), vectors[:120]) for _ in range(2))
    assert first == second


def test_planted_groups_are_the_clusters(encoder: MiniLM) -> None:
    questions = [*(one for group in GROUPS.values() for one in group), *STRAYS]
    random.Random(3).shuffle(questions)
    groups, alone = clustered([kept(one) for one in questions], load_bounds().clusters, encoder.encode)
    found = {frozenset(one.question for one in group.members) for group in groups}
    assert found == {frozenset(group) for group in GROUPS.values()}
    assert {one.question for one in alone} == set(STRAYS)
    by_word = {word: group.cluster for group in groups for word in group.cluster.words}
    assert by_word["berlin"].question in GROUPS["salary"]
    assert by_word["serve"].question in GROUPS["gpu"]
    assert by_word["berlin"].reasons == {"refused": 3}


def test_a_cluster_keeps_its_id_while_its_centre_stays(encoder: MiniLM) -> None:
    asked_now = [kept(one) for one in GROUPS["gpu"]]
    [before], _ = clustered(asked_now, load_bounds().clusters, encoder.encode)
    [after], _ = clustered([*asked_now, kept(before.cluster.question)], load_bounds().clusters, encoder.encode)
    assert (after.cluster.id, after.cluster.size) == (before.cluster.id, 4)
    [other], _ = clustered([kept(one) for one in GROUPS["salary"]], load_bounds().clusters, encoder.encode)
    assert other.cluster.id != before.cluster.id


def test_who_counts_as_unanswered() -> None:
    told = [
        kept("a", "answered"),
        kept("b", "answered", "up"),
        kept("c", "answered", "down"),
        kept("d", "clarify"),
        kept("e", "degraded", "down"),
    ]
    assert [reason(one) for one in unanswered(told)] == ["thumbs down", "clarify", "thumbs down"]


def test_days_and_rates_count_what_is_there() -> None:
    told = [kept("a", "answered", "down", 1), kept("b", days_ago=1), kept("c", "answered", "up")]
    yesterday, today = days(told)
    assert (yesterday.questions, yesterday.statuses["refused"], yesterday.down) == (2, 1, 1)
    assert (today.questions, today.up, today.down) == (1, 1, 0)
    found = rates(told)
    assert (found["answered"].part, found["answered"].whole) == (2, 3)
    assert (found["down"].part, found["down"].whole) == (1, 2)


def report(told: Sequence[Kept], *shifts: Shift) -> Report:
    drift = Drift(reference="earlier", before=100, after=100, shifts=shifts)
    return Report(
        since=now(),
        until=now(),
        questions=len(told),
        days=(),
        rates=rates(told),
        drift=drift,
        unanswered=0,
        clusters=(),
        online=None,
    )


def test_a_bound_breaks_only_beyond_doubt() -> None:
    bounds = load_bounds()
    assert broken(report([kept(str(at), "answered", "down") for at in range(5)]), bounds) == ()
    assert broken(report([*(kept(str(at)) for at in range(10)), *[kept("x", "answered")] * 15]), bounds) == ()
    many = [kept(str(at)) for at in range(60)]
    [line] = broken(report(many + [kept("x", "answered")] * 40), bounds)
    assert line.startswith("refused 60.0%")


def test_a_shift_has_to_be_large_and_unlikely() -> None:
    bounds = load_bounds()
    shift = Shift(what="embeddings", measure="MMD²", value=0.02, by_chance=0.0, p=0.0005, moved=())
    assert "embeddings drifted" in broken(report([], shift), bounds)[0]
    assert not broken(report([], shift.model_copy(update={"value": 0.001})), bounds)
    assert not broken(report([], shift.model_copy(update={"p": 0.02})), bounds)
    # Unlikely alone, but one of several tests.
    others = [shift.model_copy(update={"what": str(at), "p": 0.5}) for at in range(4)]
    assert not broken(report([], shift.model_copy(update={"p": 0.004}), *others), bounds)


def test_the_command_tells_last_week_from_the_weeks_before(
    asked: list[Asked], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "models").symlink_to(MODELS)
    monkeypatch.setenv("ADVISOR_DATA_DIR", str(tmp_path))
    usual = [kept(one.text, "answered", days_ago=9 if at < 80 else 2) for at, one in enumerate(asked[:120])]
    new = [kept(f"{NEW[at % len(NEW)]} ({at})", "answered", days_ago=1) for at in range(40)]
    with closing(connect(journal_path(tmp_path))) as database:
        add(database, usual)
        assert main(["monitor", "--sample", "0", "--since", "3"]) == 0
        add(database, new)
    assert "(80 questions before, 40 now)" in capsys.readouterr().out
    assert main(["monitor", "--sample", "0", "--since", "3"]) == 1
    shown = capsys.readouterr().out
    assert "embeddings drifted: MMD²" in shown.partition("bounds broken:")[2]
    assert any(one in shown.partition("MMD²")[2].partition("\n")[0] for one in NEW)


def test_bounds_need_their_reasons(tmp_path: Path) -> None:
    text = FILE.read_text("utf-8")
    path = tmp_path / "bounds.toml"
    path.write_text(text.replace('why = "one question back in seven tires people"', 'why = ""'), "utf-8")
    with pytest.raises(ThresholdError, match="clarify"):
        load_bounds(path)
