"""Where a dated source disagrees with Table IV, an answer shows both; where none does, it says nothing."""

from dataclasses import replace

import pytest

from corpus.catalogue import load_catalogue
from corpus.linker import Linker
from corpus.updates import STATUS, Update, load_updates
from corpus.vocabulary import Tool
from server.facts.dated import DatedSources
from server.facts.engine import FactEngine
from server.query import Query
from server.schema import Items, Value
from server.sheet import Row, Sheet, Statement
from server.understanding.parser import Parser
from server.understanding.reach.unknown import Vocabulary

CATALOGUE = load_catalogue()
UPDATES = load_updates(CATALOGUE.tools)
ENGINE = FactEngine(CATALOGUE)
PARSER = Parser(CATALOGUE, Linker(CATALOGUE), Vocabulary([]))
DATE = CATALOGUE.as_of["tools"]


def ask(question: str) -> Sheet:
    query = PARSER.parse(question).query
    assert query is not None, f"read as prose: {question}"
    return ENGINE.answer(query)


def dated(sheet: Sheet) -> list[Statement]:
    """The statements that rest on a dated source."""
    return [said for said in sheet.statements if any(piece.document == "updates" for piece in said.evidence)]


def about(sheet: Sheet) -> list[tuple[str, str]]:
    """Tool and column of each dated source shown, in order."""
    locators = [piece.locator for said in dated(sheet) for piece in said.evidence if piece.document == "updates"]
    return [(tool, column) for _, tool, column in (place.split(", ") for place in locators if place.count(",") == 2)]


def question_for(tool: Tool, column: str) -> str:
    if column == "Cost/Month":
        return f"How much does {tool.name} cost?"
    if column == "Open Source":
        return f"Is {tool.name} open source?"
    return f"Does {tool.name} cover {column}?" if column != STATUS else f"Tell me about {tool.name}"


@pytest.mark.parametrize("update", UPDATES, ids=[f"{update.tool} {update.column}" for update in UPDATES])
def test_a_question_about_the_cell_shows_both_sides_with_their_dates(update: Update) -> None:
    tool = CATALOGUE.tools[update.tool]
    sheet = ask(question_for(tool, update.column))
    (said,) = [said for said in dated(sheet) if update.says in said.text]
    assert f"Table IV ({DATE})" in said.text
    assert f"{update.source} ({update.as_of})" in said.text
    cell, source = said.evidence
    assert (cell.kind, cell.document, cell.as_of) == ("cell", "navigating-mlops", DATE)
    assert (source.kind, source.url, source.as_of) == ("paraphrase", update.url, update.as_of)


@pytest.mark.parametrize(
    "question",
    [
        "Is Jenkins open source?",
        "How much does Puppet cost?",
        "Which phases does Terraform cover?",
        "How many tools cover M?",
        "Which roles work in M?",
        "How many phases are there?",
        "What is the monthly wage of a Data Engineer?",
        "Which maturity model has the most levels?",
    ],
)
def test_nothing_is_added_where_the_question_touches_no_such_cell(question: str) -> None:
    assert dated(ask(question)) == []


def test_a_product_that_ended_is_told_wherever_it_is_proposed() -> None:
    assert about(ask("Which tools cover monitoring?")) == [("Whylabs", STATUS)]
    assert about(ask("what are the two most expensive tools")) == [("Neptune.ai", STATUS)]


def test_a_renamed_product_is_told_only_to_who_asks_about_it() -> None:
    assert ("AWS Sagemaker", STATUS) not in about(ask("Which tools cover D and M?"))
    assert ("AWS Sagemaker", STATUS) in about(ask("How much is Sagemaker?"))


@pytest.mark.parametrize(
    "question", ["Which tools are open source?", "How many tools are open source?", "list all tools"]
)
def test_a_long_list_shows_a_few_and_says_how_many_more_there_are(question: str) -> None:
    query = PARSER.parse(question).query
    assert query is not None
    *shown, last = dated(ENGINE.answer(query))
    assert len(shown) == 3
    columns = ("Open Source",) if "open source" in question else tuple({update.column for update in UPDATES} - {STATUS})
    touching = [update for update in UPDATES if update.column in columns]
    ended = [update for update in UPDATES if update.ended and query.measure == "list"]
    assert last.text.startswith(f"{len(touching) + len(ended) - 3} more dated sources differ")


def test_items_values_and_rows_stay_the_tables_own() -> None:
    terraform = CATALOGUE.tools["Terraform"]
    sheet = Sheet(
        statements=(Statement("Terraform is ticked as open source", (CATALOGUE.tool_row(terraform),)),),
        items=Items(tools=("Terraform",)),
        values=(Value(name="number of tools", value=1, unit="tools"),),
        columns=("Tool", "Open Source"),
        rows=(Row(("Terraform", "yes"), (CATALOGUE.tool_cell(terraform, "Open Source"),)),),
        refuted=True,
    )
    beside = DatedSources(CATALOGUE, UPDATES).beside(Query(select="tools"), sheet)
    assert beside.statements[:1] == sheet.statements
    assert about(beside) == [("Terraform", "Open Source")]
    assert replace(beside, statements=sheet.statements) == sheet


def test_the_tables_note_gives_way_to_a_source_about_the_same_cell() -> None:
    note = CATALOGUE.tools["Langsmith"].note
    assert note is not None
    assert note not in [said.text for said in ask("Is Langsmith open source?").statements]
    other = CATALOGUE.tools["Datadog"].note
    assert other in [said.text for said in ask("Is Datadog open source?").statements]
