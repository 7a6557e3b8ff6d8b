"""Generated questions through the real reader and fact engine, against the raw tables."""

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.catalogue import load_catalogue
from corpus.document import load_documents
from corpus.linker import Linker
from corpus.vocabulary import Evidence
from server.bootstrap import _texts
from server.facts.engine import FactEngine
from server.facts.sheet import Sheet
from server.schema import Filters
from server.understanding.reader import QuestionReader
from server.understanding.unknown import Vocabulary
from tests.oracle import tables
from tests.oracle.questions import FAMILIES, Question
from tests.oracle.words import Writer

CATALOGUE = load_catalogue()
ENGINE = FactEngine(CATALOGUE)


@pytest.fixture(scope="module")
def reader() -> QuestionReader:
    texts = _texts(CATALOGUE, load_documents())
    return QuestionReader(CATALOGUE, Linker(CATALOGUE), Vocabulary(texts))


def repeatable(count: int) -> settings:
    return settings(
        max_examples=count, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
    )


def fault(reader: QuestionReader, question: Question) -> str | None:
    reading = reader.read(question.text, None, Filters())
    if reading.query is None or reading.clarify or reading.foreign or reading.uncarried:
        return f"read as {reading}"
    sheet = ENGINE.answer(reading.query)
    wrong = _differs(sheet, question)
    return f"{wrong}; understood: {reading.query.words()}" if wrong else None


def _differs(sheet: Sheet, question: Question) -> str | None:
    items = sheet.items.model_dump()
    found = set(items.pop(question.kind))
    if found != question.names:
        return f"more {sorted(found - question.names)[:9]}, less {sorted(question.names - found)[:9]}"
    if any(items.values()):
        return f"other items {items}"
    if sorted(str(value.value) for value in sheet.values) != sorted(map(str, question.values)):
        return f"values {[value.value for value in sheet.values]}, expected {question.values}"
    if any("at least" in value.name for value in sheet.values) != question.at_least:
        return f"bound {[value.name for value in sheet.values]}"
    return None


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
def test_generated_questions(family: Callable[[Writer], Question], reader: QuestionReader) -> None:
    asked: set[str] = set()
    failed: dict[str, str] = {}

    @repeatable(FAMILIES[family])
    @given(st.randoms(use_true_random=True))
    def ask(random: Random) -> None:
        question = family(Writer(random))
        asked.add(question.text)
        wrong = fault(reader, question)
        if wrong:
            failed[question.text] = wrong

    ask()
    print(family.__name__, len(asked), len(failed))
    assert not failed, "\n".join(f"{text}\n    {failed[text]}" for text in sorted(failed, key=len)[:200])
