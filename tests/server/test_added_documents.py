"""An added document answers what the corpus had to refuse, and nothing else changes."""

from pathlib import Path

import pytest

from ingest.adding import Wish, add_path
from ingest.library import Library
from ingest.pipeline import run
from ingest.settings import IngestSettings
from server.advising import whole
from server.advisor import Advisor
from server.bootstrap import build
from server.schema import Answer, AskRequest, SearchRequest
from server.settings import LLMSettings, Settings
from tests.advisors import copied

pytestmark = pytest.mark.model
MANUAL = """# Prometheus manual

## Installing

To install Prometheus, unpack the release archive and start the binary with the flag for its configuration file.

## Zorgle mode

The Zorgle mode of Prometheus halves the memory of the head block and doubles the time of a scrape.
"""


@pytest.fixture(scope="module")
def plain(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the session's data folder, whose own index a server may hold open."""
    return copied(data_dir, tmp_path_factory.mktemp("plain"))


@pytest.fixture(scope="module")
def added(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with a manual added."""
    folder = copied(data_dir, tmp_path_factory.mktemp("added"))
    (folder / "manual.md").write_text(MANUAL, "utf-8")
    with Library.open(folder) as library:
        add_path(library, folder / "manual.md", Wish(title="Prometheus manual", tool="Prometheus", as_of="2024-01-01"))
    assert run(IngestSettings(data_dir=folder)).added == 2
    return folder


async def answers(data_dir: Path, *questions: str) -> list[Answer]:
    advisor = await ready(data_dir)
    try:
        asked = [AskRequest(question=question, narrate=False) for question in questions]
        return [await whole(advisor.stream(request)) for request in asked]
    finally:
        await advisor.close()


async def ready(data_dir: Path) -> Advisor:
    advisor = build(Settings(data_dir=data_dir, llm=LLMSettings(enabled=False)))
    await advisor.start()
    await advisor.settled(llm=False)
    return advisor


OF_THE_MANUAL = ("How do I install Prometheus?", "What does the Zorgle mode of Prometheus do?")
OF_THE_CORPUS = ("Which tools are free for monitoring?", "What does monitoring involve?", "How do I cook rice?")


async def test_an_added_document_answers_what_was_refused_and_nothing_else_changes(plain: Path, added: Path) -> None:
    before = await answers(plain, *OF_THE_MANUAL, *OF_THE_CORPUS)
    after = await answers(added, *OF_THE_MANUAL, *OF_THE_CORPUS)
    assert [answer.status for answer in before[:2]] == ["refused", "refused"]
    assert [answer.status for answer in after[:2]] == ["answered", "answered"]
    for answer, place in zip(after, ("Installing", "Zorgle mode"), strict=False):
        cited = answer.citations[0]
        assert (cited.kind, cited.title, cited.as_of) == ("quote", "Prometheus manual", "2024-01-01")
        assert cited.locator.endswith(place)
        assert cited.stale
    assert [(answer.status, answer.answer) for answer in after[2:]] == [
        (answer.status, answer.answer) for answer in before[2:]
    ]


async def test_how_to_use_a_tool_is_told_by_its_own_documentation_alone(added: Path) -> None:
    told, other, release = await answers(
        added,
        "How do I set up a Prometheus binary that I have unpacked on our server?",
        "How do I set up a Grafana binary that I have unpacked on our server?",
        "In which year was Prometheus first released?",
    )
    assert told.status == "answered"
    assert told.citations[0].locator.endswith("Installing")
    assert (other.status, release.status) == ("refused", "refused")


async def test_search_finds_both_and_filters_by_document(added: Path) -> None:
    advisor = await ready(added)
    try:
        found = await advisor.search(SearchRequest(query="install Prometheus from the release archive"))
        documents = {hit.citation.document for hit in found.hits}
        assert found.hits[0].citation.document == "added/prometheus-manual"
        assert len(documents) > 1
    finally:
        await advisor.close()
