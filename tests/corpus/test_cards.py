"""The cards: one for every tool of Table IV, every role of Table III and every phase of Figure 1, each kind in one
shape and dated; and those of concepts, which have what parts their subject needs."""

from datetime import date
from pathlib import Path

import pytest

from corpus.catalogue import PAPER_URL
from corpus.document import DOCUMENTS, Document, with_questions
from tests.corpus.card_files import CARDS, LINKER, NAMES, below, kind_of, name_of, of_kind, slug

HEADINGS = {
    "tool": [
        "What it is",
        "In the lifecycle",
        "Who uses it",
        "When to choose it",
        "When not to choose it",
        "Alternatives",
        "Works with",
        "Licence and hosting",
        "Pricing",
        "State",
    ],
    "role": [
        "What it is for",
        "At work",
        "Occupation and wage",
        "Works with",
        "Not to be confused with",
        "Tools",
        "In a small team",
        "Growing into it",
    ],
    "phase": [
        "What it is",
        "Steps",
        "Inputs and outputs",
        "Who takes part",
        "In charge",
        "Tools",
        "When it is skipped",
        "Next to its neighbours",
        "What an LLM changes",
        "Expected at which level",
        "Terms",
    ],
}
# Figure 1 gives them no steps.
STEPLESS = {"Version Control", "Continuous Integration"}
WORDS = {"tool": (300, 600), "role": (200, 400), "phase": (200, 750), "concept": (60, 1000)}


def headings_of(card: Document) -> list[str]:
    """What a card has to tell, in order; that of a concept tells what it tells."""
    told = list(dict.fromkeys(passage.heading for passage in card.passages))
    if kind_of(card) == "concept":
        return told
    return [at for at in HEADINGS[kind_of(card)] if at != "Steps" or name_of(card) not in STEPLESS]


def test_every_tool_role_and_phase_has_its_card() -> None:
    assert {stem: (card.id, card.title) for stem, card in CARDS.items()} == {
        f"{kind}-{slug(name)}": (f"{kind}-{slug(name)}", f"{kind.capitalize()} card: {name}")
        for kind, names in NAMES.items()
        for name in names
    }


@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)
class TestCard:
    def test_has_all_headings_in_order_and_its_length(self, card: Document) -> None:
        assert list(dict.fromkeys(passage.heading for passage in card.passages)) == headings_of(card)
        least, most = WORDS[kind_of(card)]
        assert least <= sum(len(passage.text.split()) for passage in card.passages) <= most

    def test_each_statement_says_its_name_and_its_place(self, card: Document) -> None:
        for heading in headings_of(card):
            found = below(card, heading)
            places = [f"Card {name_of(card)}, {heading}, statement {n}" for n in range(1, len(found) + 1)]
            assert [passage.locator for passage in found] == places
        name = name_of(card).lower()
        assert [passage.text for passage in card.passages if name not in passage.text.lower()] == []

    def test_sources_carry_dates_that_are_past(self, card: Document) -> None:
        dated = [source.as_of for source in card.sources.values() if source.as_of != "undated"]
        assert all(day <= date.today().isoformat() for day in (*dated, card.as_of))  # noqa: DTZ011 - a day, no instant
        assert {source.url for key, source in card.sources.items() if key == "paper"} <= {PAPER_URL}
        assert [key for key, source in card.sources.items() if source.url is None] in ([], ["ours"])

    def test_names_tools_as_the_table_does(self, card: Document) -> None:
        for passage in card.passages:
            text = passage.text.replace(name_of(card), "")
            for mention in LINKER.link(text, typos=False):
                if mention.kind == "tool" and mention.text.lower() == mention.name.lower():
                    assert mention.text == mention.name, passage.text

    def test_its_known_questions_belong_to_statements(self, card: Document) -> None:
        asked = [questions for _, questions in with_questions(card) if questions]
        assert len(asked) >= len(headings_of(card))


@pytest.mark.parametrize("card", of_kind("concept"), ids=name_of)
def test_a_part_of_a_concept_is_told_at_once_and_asked_for(card: Document) -> None:
    for heading in headings_of(card):
        assert len(below(card, heading)) <= 3
    assert all(found is not None for _, found in with_questions(card))


def test_no_question_stands_in_two_cards() -> None:
    asks = [ask.lower() for card in CARDS.values() for _, found in with_questions(card) if found for ask in found.asks]
    assert len(set(asks)) == len(asks)


def test_no_card_is_left_without_its_questions() -> None:
    files = {f"{kind}-{path.stem}" for kind in NAMES for path in (DOCUMENTS / f"{kind}s").glob("*.toml")}
    assert files == set(CARDS)
    assert all(isinstance(card.asked, Path) for card in CARDS.values())
