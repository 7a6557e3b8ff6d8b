"""The committed golden questions are sound, and the loader refuses what is not."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from corpus.catalogue import Catalogue, load_catalogue
from corpus.document import load_documents
from eval.claims import places_with_evidence
from eval.golden import GOLDEN, Golden, GoldenError, flaws, golden_hash, load_golden
from eval.metrics.evidence import numbers
from eval.places import Place, carries, places_of

LEAST = {"exact": 220, "prose": 120, "refusal": 150, "follow_ups": 25}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="module")
def places(catalogue: Catalogue) -> frozenset[Place]:
    return places_of(catalogue, load_documents())


@pytest.fixture(scope="module")
def questions() -> tuple[Golden, ...]:
    return load_golden()


def sound(**changes: object) -> Golden:
    fields = {
        "id": "phase-tools-001",
        "family": "phase-tools",
        "wording": "terse",
        "split": "dev",
        "question": "CI tools?",
        "status": "answered",
        "items": {"tools": ["Jenkins"]},
        "provenance": "Table IV: column CI",
    }
    return Golden.model_validate_json(json.dumps(fields | changes))


def test_committed_questions_have_no_flaws(
    questions: tuple[Golden, ...], catalogue: Catalogue, places: frozenset[Place]
) -> None:
    assert list(flaws(questions, catalogue, places)) == []


@pytest.mark.parametrize("name", LEAST)
def test_every_file_holds_enough(name: str) -> None:
    path = GOLDEN / f"{name}.jsonl"
    assert len(path.read_text(encoding="utf-8").splitlines()) >= LEAST[name]


def test_refusals_are_balanced_by_questions_that_look_alike(questions: tuple[Golden, ...]) -> None:
    assert sum(question.status == "refused" for question in questions) >= 120
    assert sum(question.family == "looks-off-corpus" for question in questions) >= 30


def test_no_wording_is_in_both_splits(questions: tuple[Golden, ...]) -> None:
    def asked(split: str) -> set[tuple[tuple[str, ...], str]]:
        return {(q.turns, q.question.casefold().rstrip("?.! ")) for q in questions if q.split == split}

    assert asked("dev") & asked("test") == set()


def test_every_question_has_an_id_of_its_own(questions: tuple[Golden, ...]) -> None:
    twice = Counter(golden.id for golden in (*questions, *load_golden(GOLDEN / "hard")))
    assert [name for name, count in twice.items() if count > 1] == []


def test_every_prose_question_of_development_has_a_reference(questions: tuple[Golden, ...]) -> None:
    prose = {json.loads(line)["id"] for line in (GOLDEN / "prose.jsonl").read_text("utf-8").splitlines()}
    asked = [question for question in questions if question.id in prose and question.split == "dev"]
    assert [question.id for question in asked if question.reference is None] == []
    assert len(asked) >= 100


def test_references_say_what_their_places_say_in_other_words(
    questions: tuple[Golden, ...], catalogue: Catalogue
) -> None:
    held = places_with_evidence(catalogue, load_documents())
    for question in questions:
        if question.reference is None:
            continue
        texts = [
            piece.excerpt
            for place, pieces in held.items()
            if any(carries(prefix, place.locator) for need in question.needs for prefix in need)
            for piece in pieces
        ]
        assert numbers(question.reference) <= {n for text in texts for n in numbers(text)}, question.id
        # Lists of names have no other words; a longer run was copied.
        copied = _runs(question.reference, 10) & {run for text in texts for run in _runs(text, 10)}
        assert not copied, (question.id, copied)


def _runs(text: str, length: int) -> set[str]:
    words = re.findall(r"[a-z0-9]+", text.casefold())
    return {" ".join(words[at : at + length]) for at in range(len(words) - length + 1)}


@pytest.mark.parametrize(
    ("changes", "flaw"),
    [
        ({"items": {"tools": ["Mlflow"]}}, "unknown tool 'Mlflow'"),
        ({"items": {"roles": ["Scrum Master"]}}, "unknown role 'Scrum Master'"),
        ({"items": {"phases": ["XY"]}}, "unknown phase 'XY'"),
        ({"items": {"tools": ["Git", "Git"]}}, "a tool stands twice"),
        ({"status": "refused"}, "a refusal has empty items"),
        ({"items": None}, "nothing is expected"),
        ({"reference": "Jenkins."}, "a reference belongs to a question that is answered from `relevant`"),
        ({"relevant": ["Abstract"], "reference": "Jenkins [1]."}, "a reference carries no marks"),
        ({"relevant": ["Abstract"], "reference": "and " * 61}, "a reference has at most 60 words"),
        ({"relevant": ["Section IX"]}, "no place in the corpus has the locator 'Section IX'"),
        ({"relevant": [["Abstract", "Figure 9"]]}, "no place in the corpus has the locator 'Figure 9'"),
    ],
)
def test_flaws_are_found(changes: dict[str, object], flaw: str, catalogue: Catalogue, places: frozenset[Place]) -> None:
    assert any(flaw in found for found in flaws([sound(**changes)], catalogue, places))


def test_repetitions_and_thin_families_are_found(catalogue: Catalogue, places: frozenset[Place]) -> None:
    found = "\n".join(flaws([sound(), sound()], catalogue, places))
    assert "id phase-tools-001 stands 2 times" in found
    assert "question 'CI tools?' stands 2 times" in found
    assert "family phase-tools is not in both splits" in found
    assert "fewer than three styles" in found


def test_the_printed_code_dt_is_known(catalogue: Catalogue, places: frozenset[Place]) -> None:
    assert not any("unknown" in flaw for flaw in flaws([sound(items={"phases": ["DT", "VC"]})], catalogue, places))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "bad.jsonl, line 1"),
        ('{"id": "x-001"}', "family Field required"),
        (sound().model_dump_json()[:-1] + ', "expected": 1}', "expected Extra inputs"),
        (sound().model_dump_json().replace('"dev"', '"train"'), "split Input should be 'dev' or 'test'"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    (tmp_path / "bad.jsonl").write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(GoldenError, match=message):
        load_golden(tmp_path)


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(GoldenError, match="restore the golden files"):
        load_golden(tmp_path)


def test_any_change_changes_the_hash() -> None:
    assert golden_hash([sound()]) != golden_hash([sound(question="CI tools please?")])


@pytest.mark.parametrize(
    ("prefix", "locator", "expected"),
    [
        ("Abstract", "Abstract, sentence 1", True),
        ("Section I, contribution", "Section I, contribution 2", True),
        ("References, entry 1", "References, entry 1", True),
        ("References, entry 1", "References, entry 10", False),
        ("Section I", "Section II, paragraph 1", False),
    ],
)
def test_a_prefix_ends_at_a_word(prefix: str, locator: str, expected: bool) -> None:
    assert carries(prefix, locator) is expected
