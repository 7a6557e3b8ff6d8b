"""The linker on labelled sentences: `seen` ones it was built on, `unseen` ones it was only measured on."""

import json
from pathlib import Path

import pytest

from corpus.catalogue import load_catalogue
from corpus.linker import Linker

CASES = [
    json.loads(line) for line in Path(__file__).with_name("linker_cases.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.fixture(scope="module")
def linker() -> Linker:
    return Linker(load_catalogue())


@pytest.mark.parametrize(("half", "precision", "recall"), [("seen", 0.985, 0.98), ("unseen", 0.955, 0.925)])
def test_names_are_linked_and_their_homonyms_are_not(
    linker: Linker, half: str, precision: float, recall: float
) -> None:
    right = found = wanted = 0
    for case in (case for case in CASES if case["half"] == half):
        names = {tuple(name) for name in case["names"]}
        linked = {(mention.kind, mention.name) for mention in linker.link(case["text"])}
        right, found, wanted = right + len(names & linked), found + len(linked), wanted + len(names)
    assert right / found >= precision
    assert right / wanted >= recall


def test_a_third_of_the_cases_links_nothing() -> None:
    assert sum(not case["names"] for case in CASES) >= 0.3 * len(CASES)


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("GIVE ME THE TOOLS FOR M AND MD", [("phase", "M"), ("phase", "MD")]),
        ("whatever is listed as md or d", [("phase", "MD"), ("phase", "D")]),
        ("tools for vc, d and m", [("phase", "VC"), ("phase", "D"), ("phase", "M")]),
        ("I'd take ci, and I'm fine with plan d", [("phase", "CI")]),
        ("THE COST OF ALL AS TOOLS", [("phase", "AS")]),
        ("AS OFTEN AS WE CAN", []),
        ("which product serves building models", [("phase", "MD")]),
    ],
)
def test_codes_and_acts(linker: Linker, text: str, linked: list[tuple[str, str]]) -> None:
    assert [(mention.kind, mention.name) for mention in linker.link(text)] == linked
