"""What a question looks like once it is evened out: slips mended, everyday words left alone, amounts in figures."""

import pytest

from server.understanding.pieces.spelling import evened
from server.understanding.words.shorthand import in_letters
from tests.readers import LINKER, VOCABULARY


@pytest.mark.parametrize(
    "text",
    [
        "Which tools have the most extensive coverage?",
        "Which one finds biased models?",
        "What were the authors after?",
        "Were any of them in it?",
        "a name for expansive thinking",
        "covert levers",
    ],
)
def test_everyday_words_are_no_slips(text: str) -> None:
    assert evened(text, VOCABULARY) == text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("were looking for free tools", "we're looking for free tools"),
        ("were a team of five", "we're a team of five"),
        ("we are 4 developers", "we are 4 developers"),
        ("how many tolls are there", "how many tools are there"),
        ("between fifty and three hundred dollars", "between $50 and $300"),
        ("from thirty up to one hundred twenty dollars", "from $30 up to $120"),
        ("between nine and ten thousand", "between $9000 and $10000"),
        ("above one hundred and fifty dollars", "above $150"),
        ("20 users rather than ten", "20 users rather than ten"),
    ],
)
def test_slips_and_amounts_are_evened_out(typed: str, meant: str) -> None:
    assert evened(typed, VOCABULARY) == meant


@pytest.mark.parametrize("word", ["staying", "servicing", "promising", "programme", "mentoring", "composure", "feats"])
def test_everyday_words_near_a_name_are_not_linked(word: str) -> None:
    assert LINKER.link(f"the {word} of it") == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("free CI tools, but no K8s", "free CI tools, but no kubernetes"),
        ("k8s-native or not", "k8s-native or not"),
        ("does it run on k8?", "does it run on kubernetes?"),
    ],
)
def test_a_word_told_by_its_ends_is_spelled_out(typed: str, meant: str) -> None:
    assert in_letters(typed) == meant
