"""What several readings of a question look at is found once, and is what each of them would find by itself."""

from collections.abc import Sequence
from re import Pattern

import pytest

from corpus.catalogue import load_catalogue
from corpus.linker import Linker
from server.understanding.pieces import explained
from server.understanding.pieces.pieces import find_pieces
from server.understanding.pieces.signals import Signals
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import blanked

CATALOGUE = load_catalogue()
LINKER = Linker(CATALOGUE)


@pytest.mark.parametrize(
    "question",
    [
        "Which free tools cover CI and M?",
        "Which is the cheapest tool for deployment, and what is the least that it costs for a year?",
        "For 10 people, which tools can be had for at most $100 a month?",
        "How many roles earn more than the lowest paid one?",
    ],
)
@pytest.mark.parametrize("but", [(), (ask.LISTS,), (ask.MIN, ask.MAX), explained._UNTELLING])
def test_what_is_accounted_for_is_found_cue_by_cue(question: str, but: Sequence[Pattern[str]]) -> None:
    signals = Signals(question, tuple(LINKER.link(question)), CATALOGUE, LINKER)
    rest = signals.masked
    for piece in signals.stated:
        rest = f"{rest[: piece.start]}{'§' * (piece.end - piece.start)}{rest[piece.end :]}"
    for cue in explained._ACCOUNTED:
        rest = rest if cue in but else blanked(cue, rest, "§")
    assert explained._rest(signals, but) == rest


def test_whoever_changes_the_conditions_found_changes_nobody_elses() -> None:
    text = "Which free tools cover CI?"
    mentions = tuple(LINKER.link(text))
    found = find_pieces(text, mentions, wages=False)
    kept = list(found)
    found.clear()
    assert find_pieces(text, mentions, wages=False) == kept != []
