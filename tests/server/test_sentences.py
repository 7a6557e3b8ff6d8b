"""Sentences and citations from streamed text; how the stream is cut must not matter."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.sentences import MAX_CHARS, Sentence, SentenceSplitter

PIECES = (
    'Git|H2O.ai|e.g.|etc.| |. |.|[1]|[2, 3]|[1-3]|\n|- |**|1. |$1.5|?|MLOps| the|[|]|\U0001f600|et al.|\u2026|"|(|)|! '
)
NOISY = st.lists(
    st.sampled_from(PIECES.split("|")),
    max_size=60,
).map("".join)


def split(text: str, *cuts: int) -> list[Sentence]:
    splitter = SentenceSplitter()
    edges = [0, *sorted(cut % (len(text) + 1) for cut in cuts), len(text)]
    found = [sentence for start, end in pairwise(edges) for sentence in splitter.feed(text[start:end])]
    return found + splitter.close()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Git is free [1]. It is old.", [("Git is free.", (1,)), ("It is old.", ())]),
        ("Git is free.[1] It is old. [2]", [("Git is free.", (1,)), ("It is old.", (2,))]),
        ("One [1, 2]. Two [1][3]. Three [2-4].", [("One.", (1, 2)), ("Two.", (1, 3)), ("Three.", (2, 3, 4))]),
        (
            "It costs $1.5, e.g. in v1.2.3 of H2O.ai. Next.",
            [("It costs $1.5, e.g. in v1.2.3 of H2O.ai.", ()), ("Next.", ())],
        ),
        ("Neptune.ai and Meenu Mary et al. Level A [1].", [("Neptune.ai and Meenu Mary et al. Level A.", (1,))]),
        ("It cites the U.S. Bureau of Labor [1].", [("It cites the U.S. Bureau of Labor.", (1,))]),
        ("Git, DVC, etc. Next [2].", [("Git, DVC, etc.", ()), ("Next.", (2,))]),
        ("Tools:\n- **Git** [1]\n- DVC [2]", [("Tools:", ()), ("Git", (1,)), ("DVC", (2,))]),
        ("1. First. 2. Second.", [("First.", ()), ("Second.", ())]),
        ("Use it in phase M. Then [source 4].", [("Use it in phase M.", ()), ("Then.", (4,))]),
        ("Why? Because! [1] So.", [("Why?", ()), ("Because!", (1,)), ("So.", ())]),
        ("Half \ud83d\ude00 done [1].", [("Half \U0001f600 done.", (1,))]),
        (
            "It is old [**1**]. So is DVC [1[2]]. And [0003].",
            [("It is old.", (1,)), ("So is DVC.", (2, 1)), ("And.", (3,))],
        ),
        ("Backwards [9-1]. A year [2025].", [("Backwards.", ()), ("A year.", (2025,))]),
        ("[1] [2] ...", []),
        ("", []),
    ],
)
def test_sentences_and_their_citations(text: str, expected: list[tuple[str, tuple[int, ...]]]) -> None:
    assert [(sentence.text, sentence.citations) for sentence in split(text)] == expected


def test_an_unfinished_last_sentence_says_so() -> None:
    assert [sentence.complete for sentence in split("Git is free [1]. It also co")] == [True, False]
    assert split("Git is free [1]")[0].complete


def test_text_without_punctuation_is_cut_and_never_piles_up() -> None:
    sentences = split("word " * 2_000)
    assert len(sentences) > 5
    assert max(len(sentence.text) for sentence in sentences) <= MAX_CHARS


def test_a_sentence_is_given_as_soon_as_the_next_one_begins() -> None:
    splitter = SentenceSplitter()
    assert splitter.feed("Git is free [1]. ") == []
    assert splitter.feed("D") == [Sentence("Git is free.", (1,))]


@given(text=NOISY, cuts=st.lists(st.integers(0, 400), max_size=12))
def test_cutting_the_stream_elsewhere_changes_nothing(text: str, cuts: list[int]) -> None:
    assert split(text, *cuts) == split(text)


@given(text=NOISY)
def test_nothing_but_marks_is_lost(text: str) -> None:
    kept = "".join(sentence.text for sentence in split(text))
    for word in ("Git", "MLOps", "$1.5", "H2O.ai"):
        assert kept.count(word) == text.replace("**", "").count(word)


@given(text=st.text(max_size=300))
def test_any_text_gives_clean_sentences(text: str) -> None:
    for sentence in split(text):
        assert sentence.text == sentence.text.strip()
        assert any(character.isalnum() for character in sentence.text)
        sentence.text.encode()
