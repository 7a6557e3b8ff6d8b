"""The labelled claims, their lint, and what the verifier makes of them."""

import json
from pathlib import Path

import pytest

from corpus.catalogue import Catalogue, load_catalogue
from corpus.document import load_documents
from corpus.linker import Linker
from eval.__main__ import main
from eval.claims import LabelledClaim, Places, claim_flaws, evidence_at, load_claims, places_with_evidence
from eval.golden import GoldenError
from eval.verdicts import figures, judged, share
from ingest.minilm import MiniLM
from server.verification.likeness import Likeness
from server.verifier import Verifier

PAPER = "navigating-mlops"
PRECISION_FLOOR, RECALL_FLOOR = 0.95, 0.24


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="module")
def places(catalogue: Catalogue) -> Places:
    return places_with_evidence(catalogue, load_documents())


def claim(**changes: object) -> LabelledClaim:
    fields = {
        "id": "claim-001",
        "label": "supported",
        "sentence": "MLFlow is free.",
        "cited": [[PAPER, "Table IV, row MLFlow"]],
        "why": "read off the row",
        "split": "dev",
    }
    return LabelledClaim.model_validate_json(json.dumps(fields | changes))


def test_committed_claims_have_no_flaws(places: Places) -> None:
    claims = load_claims()
    assert len(claims) >= 300
    assert list(claim_flaws(claims, places)) == []


@pytest.mark.parametrize(
    ("changes", "flaw"),
    [
        ({"cited": [[PAPER, "Table IX"]]}, "no place in the corpus"),
        ({"label": "wrong-citation"}, "names its carrier"),
        ({"carrier": [PAPER, "Table IV, row MLFlow"]}, "the carrier is among the citations"),
    ],
)
def test_flaws_are_found(changes: dict[str, object], flaw: str, places: Places) -> None:
    assert any(flaw in found for found in claim_flaws([claim(**changes)], places))


def test_repetitions_are_found(places: Places) -> None:
    found = list(claim_flaws([claim(), claim()], places))
    assert "id claim-001 stands 2 times" in found
    assert "claim-001: stands twice" in found


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_text(claim().model_dump_json() + '\n{"id": "claim-002", "label": "true"}\n', encoding="utf-8")
    with pytest.raises(GoldenError, match=r"claims.jsonl, line 2: label"):
        load_claims(path)


def test_all_pieces_at_a_locator_are_cited(places: Places) -> None:
    row = "Table IV, row Neptune.ai, Weights & Biases"
    excerpts = [piece.excerpt for piece in evidence_at([(PAPER, row)], places)]
    assert any(text.startswith("Neptune.ai covers") for text in excerpts)
    assert any(text.startswith("Weights & Biases covers") for text in excerpts)


def test_a_share_has_its_wilson_interval() -> None:
    found = share(9, 10)
    assert (found.share, found.low, found.high) == (0.9, 0.5958, 0.9821)
    assert share(0, 0).share is None


# The floors are what was measured over all claims, less a small margin; see docs/verification.md.
@pytest.mark.model
def test_wrong_claims_hardly_ever_pass(catalogue: Catalogue, places: Places, models: Path) -> None:
    likeness = Likeness(MiniLM(models / "all-MiniLM-L6-v2").tokens)
    found = figures(judged(load_claims(), Verifier(catalogue, Linker(catalogue), likeness), places))
    assert (found.precision.share or 0) >= PRECISION_FLOOR
    assert (found.recall.share or 0) >= RECALL_FLOOR
    for label in ("unsupported", "half-true", "wrong-citation"):
        assert found.confusion[label]["supported"] == 0, label


@pytest.mark.model
def test_the_command_prints_one_object(
    models: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ADVISOR_DATA_DIR", str(models.parent))
    assert main(["claims", "--split", "dev", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["claims"] == sum(row.split == "dev" for row in load_claims())
    assert sum(sum(row.values()) for row in printed["confusion"].values()) == printed["claims"]
