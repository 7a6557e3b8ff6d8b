"""The tool cards: one for every tool of Table IV, in one shape, dated, and at one with the tables or saying that
they are not."""

import re
from datetime import date
from pathlib import Path

import pytest

from corpus.catalogue import PAPER_URL, load_catalogue
from corpus.document import DOCUMENTS, Document, Passage, load_document, with_questions
from corpus.linker import Linker
from corpus.updates import load_updates
from corpus.vocabulary import Tool

FOLDER = DOCUMENTS / "tools"
CATALOGUE = load_catalogue()
LINKER = Linker(CATALOGUE)
CARDS = {path.stem: load_document(path) for path in sorted(FOLDER.glob("*.md"))}
HEADINGS = [
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
]
# A tick or an empty cell is only contradicted in words that say what the table prints.
SAYS_SO = re.compile(r"Table IV|[Tt]he paper|Section II")


def tool_of(card: Document) -> Tool:
    return CATALOGUE.tools[card.title.removeprefix("Tool card: ")]


def below(card: Document, heading: str) -> list[Passage]:
    return [passage for passage in card.passages if passage.heading == heading]


def slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower().replace("&", "")).strip("-")


def test_every_tool_has_its_card() -> None:
    assert {stem: (card.id, tool_of(card).name) for stem, card in CARDS.items()} == {
        slug(name): (f"tool-{slug(name)}", name) for name in CATALOGUE.tools
    }


@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)
class TestCard:
    def test_has_all_headings_in_order_and_its_length(self, card: Document) -> None:
        assert list(dict.fromkeys(passage.heading for passage in card.passages)) == HEADINGS
        assert 300 <= sum(len(passage.text.split()) for passage in card.passages) <= 600

    def test_each_statement_names_its_tool_and_its_place(self, card: Document) -> None:
        for heading in HEADINGS:
            found = below(card, heading)
            places = [f"Card {tool_of(card).name}, {heading}, statement {n}" for n in range(1, len(found) + 1)]
            assert [passage.locator for passage in found] == places
        name = tool_of(card).name.lower()
        assert [passage.text for passage in card.passages if name not in passage.text.lower()] == []

    def test_sources_carry_dates_that_are_past(self, card: Document) -> None:
        dated = [source.as_of for source in card.sources.values() if source.as_of != "undated"]
        assert all(day <= date.today().isoformat() for day in (*dated, card.as_of))  # noqa: DTZ011 - a day, no instant
        assert {source.url for key, source in card.sources.items() if key == "paper"} <= {PAPER_URL}
        assert [key for key, source in card.sources.items() if source.url is None] in ([], ["ours"])

    def test_tells_every_tick_and_marks_what_the_table_lacks(self, card: Document) -> None:
        told = below(card, "In the lifecycle")
        named = {code for passage in told for code in re.findall(r"\(([A-Z]{1,3})\)", passage.text)}
        ticked = {code.value for code in tool_of(card).phases}
        assert ticked <= named
        for passage in told:
            others = set(re.findall(r"\(([A-Z]{1,3})\)", passage.text)) - ticked - {"MD"}
            assert not others or SAYS_SO.search(passage.text), passage.text

    def test_tells_the_printed_price(self, card: Document) -> None:
        cost = tool_of(card).cost
        printed = {"CB": r"CB|consumption", "By Request": r"[Bb]y [Rr]equest"}.get(
            cost.printed, re.escape(cost.printed)
        )
        assert any(re.search(printed, p.text) and p.source == "paper" for p in below(card, "Pricing"))

    def test_says_so_where_a_dated_source_differs_from_the_table(self, card: Document) -> None:
        for update in load_updates(CATALOGUE.tools):
            if update.tool != tool_of(card).name or update.column != "Open Source":
                continue
            assert any(SAYS_SO.search(p.text) for p in below(card, "Licence and hosting")), update.says

    def test_names_tools_as_the_table_does(self, card: Document) -> None:
        for passage in card.passages:
            text = passage.text.replace(tool_of(card).name, "")
            for mention in LINKER.link(text, typos=False):
                if mention.kind == "tool" and mention.text.lower() == mention.name.lower():
                    assert mention.text == mention.name, passage.text

    def test_its_known_questions_belong_to_statements(self, card: Document) -> None:
        asked = [questions for _, questions in with_questions(card) if questions]
        assert len(asked) >= len(HEADINGS)


def test_no_question_stands_in_two_cards() -> None:
    asks = [ask.lower() for card in CARDS.values() for _, found in with_questions(card) if found for ask in found.asks]
    assert len(set(asks)) == len(asks)


def test_no_card_is_left_without_its_questions() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(CARDS)
    assert all(isinstance(card.asked, Path) for card in CARDS.values())
