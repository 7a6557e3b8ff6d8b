"""The longest questions, made to be slow to read: they cost a second or two, and nobody else waits for them."""

import asyncio
from pathlib import Path
from time import process_time

import pytest

from server.advising import whole
from server.advisor import Advisor
from server.bootstrap import build
from server.errors import NotReady
from server.schema import MAX_QUESTION_CHARS, Answer, AskRequest
from server.settings import LLMSettings, Settings
from server.understanding.words.monotony import shortened

# What a question was once slow to read for: asking words without a noun, amounts, phases, tools, runs of nouns; digits,
# blank lines and marks, as in a pasted log.
REPEATED = ["which ", "$5 ", "CI ", "MLFlow ", "job ", "free ", "tool, ", "? ", "we have 3 ", "a-", "É", "\u0130"]
REPEATED += ["9", "1,", ",", ";", ":", ". ", "\n", "x\n", "- ", "$1,", "(", "|"]
# Ten times what the slowest of them takes on a machine of its own, and a tenth of what the first once took.
CPU_S = 8.0


@pytest.fixture(scope="module")
def advisor(tmp_path_factory: pytest.TempPathFactory) -> Advisor:
    """Without an index and an LLM: what is timed is the reading."""
    folder: Path = tmp_path_factory.mktemp("empty")
    return build(Settings(data_dir=folder, llm=LLMSettings(enabled=False)))


def longest(piece: str) -> str:
    return (piece * MAX_QUESTION_CHARS)[: MAX_QUESTION_CHARS - 1].strip() + "?"


async def ask(advisor: Advisor, question: str, conversation_id: str | None = None) -> Answer | None:
    """None where it is read as prose, for which there is no index here."""
    asked = AskRequest(question=question, conversation_id=conversation_id, narrate=False)
    try:
        return await whole(advisor.stream(asked))
    except NotReady:
        return None


@pytest.mark.parametrize("piece", REPEATED)
async def test_it_is_read_within_bounds(advisor: Advisor, piece: str) -> None:
    began = process_time()
    await ask(advisor, longest(piece))
    assert process_time() - began < CPU_S


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("9" * 4000, "9" * 15),
        ("What does MLFlow cost" + "\n" * 480 + " b?", "What does MLFlow cost\nb?"),
        ("Which tools are free?" + "!" * 99, "Which tools are free?!!!"),
        ("free " * 800 + "?", "free free free ?"),
        ("| --- | --- |\n- which   tools\tcost $100000000?", "| --- | \n- which tools cost $100000000?"),
        ("Hmmm... which tools cost $1,000,000, really?!", "Hmmm... which tools cost $1,000,000, really?!"),
    ],
)
def test_only_what_repeats_or_says_nothing_is_cut(text: str, short: str) -> None:
    assert shortened(text) == short


async def test_others_are_answered_meanwhile(advisor: Advisor) -> None:
    slow = [asyncio.create_task(ask(advisor, longest("free "))) for _ in range(3)]
    await asyncio.sleep(0)
    answer = await ask(advisor, "What does MLflow cost?")
    assert answer is not None
    assert answer.items.tools == ("MLFlow",)
    assert not any(task.done() for task in slow)
    await asyncio.gather(*slow)


async def test_a_conversation_of_them_stays_quick_to_go_on_with(advisor: Advisor) -> None:
    for piece in ("which tools are free for CI? ", "MLFlow or DVC, ", "data scientist and ", "$5 "):
        await ask(advisor, longest(piece), "long")
    began = process_time()
    await ask(advisor, "And which of them are free?", "long")
    assert process_time() - began < CPU_S / 4
