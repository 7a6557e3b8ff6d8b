"""The table of right answers by family."""

from pathlib import Path

import pytest

from eval.__main__ import USAGE, main
from eval.families_command import families_table
from eval.outcomes import Outcome, Results, read_results
from tests.fakes.advisor import ScriptedAdvisor


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, unused_tcp_port_factory: object) -> Path:
    folder = tmp_path_factory.mktemp("run")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ADVISOR_API__PORT", str(unused_tcp_port_factory()))  # type: ignore[operator]
        assert main(["run", "--family", "tool-cost", "--out", str(folder)], lambda _: ScriptedAdvisor()) == 0
    return folder / ScriptedAdvisor.release


def results_of(run: Path, *outcomes: tuple[str, float]) -> Results:
    rows = tuple(
        Outcome(id=str(at), family=family, golden="0" * 8, scores={"correct": correct})
        for at, (family, correct) in enumerate(outcomes)
    )
    return Results(read_results(run).config, rows)


def test_right_answers_are_counted_by_family_and_altogether(run: Path) -> None:
    first = results_of(run, ("count", 1), ("count", 0), ("join", 1))
    second = results_of(run, ("join", 1), ("licence", 0))
    assert families_table([first, second]).splitlines()[2:] == [
        "| count | 1 of 2 |  |",
        "| join | 1 of 1 | 1 of 1 |",
        "| licence |  | 0 of 1 |",
        "| **all of these** | 2 of 3 (0.667) | 1 of 2 (0.500) |",
    ]


def test_labelled_claims_are_no_questions(run: Path) -> None:
    claim = Outcome(id="claim-1", family="claims-supported", golden="0" * 8, scores={"verdict": 1})
    found = results_of(run, ("count", 1))
    assert "claims" not in families_table([Results(found.config, (*found.outcomes, claim))])


def test_the_table_goes_between_the_marks_of_a_document(run: Path, tmp_path: Path) -> None:
    document = tmp_path / "page.md"
    document.write_text("# Page\n\n<!-- families: begin -->\nold\n<!-- families: end -->\n", encoding="utf-8")
    assert main(["families", str(run), "--write", str(document)]) == 0
    text = document.read_text(encoding="utf-8")
    assert "| tool-cost |" in text
    assert "old" not in text


def test_a_folder_without_results_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["families", str(tmp_path)]) == USAGE
    assert str(tmp_path) in capsys.readouterr().err
