"""A question that is asked again is not read, stated or searched for again, and is answered as the first time."""

from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from ingest.minilm_embedding import MiniLMEmbedding
from server.advising import whole
from server.advisor import Advisor
from server.bootstrap import retrieval
from server.facts.engine import FactEngine
from server.retrieval.retriever import SERVED, PassageRetriever
from server.schema import Answer, AskRequest, Filters
from server.settings import Settings
from server.understanding.parser import Parser
from tests.advisors import started

# Looked up in a table and searched for besides; in prose.
DESCRIBED = "which phase does gated approval belong to"
PROSE = "What does gated approval demand before a model may go to production?"
LATER = "And which of them are free?"
_OWN = {"conversation_id", "trace_id", "timings_ms"}


class Counted:
    """How often each step was taken while the context lasts."""

    def __init__(self) -> None:
        self.steps: list[str] = []
        self._stack = ExitStack()

    def __enter__(self) -> "Counted":
        for owner, name in (
            (Parser, "parse"),
            (FactEngine, "answer"),
            (PassageRetriever, "_carrying"),
            (PassageRetriever, "_asked"),
            (MiniLMEmbedding, "_get_query_embedding"),
        ):
            self._stack.enter_context(patch.object(owner, name, self._counting(name, getattr(owner, name))))
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _counting(self, name: str, step: Any) -> Any:
        def counted(*given: Any, **named: Any) -> Any:
            self.steps.append(name)
            return step(*given, **named)

        return counted


async def _asked(advisor: Advisor, question: str, conversation: str | None = None, **filters: Any) -> Answer:
    request = AskRequest(
        question=question, conversation_id=conversation, narrate=False, filters=Filters.model_validate(filters)
    )
    return await whole(advisor.stream(request))


def _settings(data_dir: Path) -> Settings:
    return Settings.model_validate({"data_dir": data_dir, "llm": {"enabled": False}})


@pytest.mark.parametrize(
    ("question", "steps"),
    [
        ("How many free tools cover CI?", {"parse", "answer"}),
        ("Which tools for CI are free?", {"parse", "answer", "_asked", "_get_query_embedding"}),
        (DESCRIBED, {"parse", "answer", "_carrying", "_get_query_embedding"}),
        (PROSE, {"parse", "_carrying", "_get_query_embedding"}),
    ],
)
async def test_a_question_asked_again_is_answered_alike_from_what_is_remembered(
    own_data: Path, question: str, steps: set[str]
) -> None:
    with Counted() as counted:
        async with started(_settings(own_data)) as advisor:
            first = await _asked(advisor, question)
            assert set(counted.steps) == steps
            taken = len(counted.steps)
            again = await _asked(advisor, question)
            assert counted.steps[taken:] == []
    assert again.model_dump(exclude=_OWN) == first.model_dump(exclude=_OWN)
    assert again.conversation_id != first.conversation_id
    assert again.timings_ms != first.timings_ms


async def test_what_is_remembered_is_of_the_same_text_filters_and_place_in_a_conversation(own_data: Path) -> None:
    async with started(_settings(own_data)) as advisor:
        alone = await _asked(advisor, LATER)
        await _asked(advisor, "Which tools cover CI?", "c")
        later = await _asked(advisor, LATER, "c")
        assert alone.status == "clarify"
        assert later.items.tools
        assert (await _asked(advisor, LATER, "another")).status == "clarify"

        everywhere = await _asked(advisor, "Which tools are free?")
        narrowed = await _asked(advisor, "Which tools are free?", phases=["CI"])
        assert set(narrowed.items.tools) < set(everywhere.items.tools)

        anywhere = await _asked(advisor, PROSE)
        of_tools = await _asked(advisor, PROSE, tools=["MLFlow"])
        assert of_tools.citations != anywhere.citations


async def test_an_index_that_may_change_is_searched_again_for_a_question_that_is_embedded_once(own_data: Path) -> None:
    with Counted() as counted, retrieval(_settings(own_data)) as by:
        retriever = by(SERVED)
        first = await retriever.carrying(DESCRIBED, Filters())
        taken = counted.steps.count("_get_query_embedding")
        assert await retriever.carrying(DESCRIBED, Filters()) == first != []
    assert counted.steps.count("_carrying") == 2
    assert counted.steps.count("_get_query_embedding") == taken > 0


async def test_whoever_changes_the_passages_found_changes_nobody_elses(own_data: Path) -> None:
    async with started(_settings(own_data)) as advisor:
        retriever = (await advisor._engines.loaded()).retriever
        found = await retriever.carrying(PROSE, Filters())
        kept = list(found)
        found.clear()
        assert await retriever.carrying(PROSE, Filters()) == kept != []
