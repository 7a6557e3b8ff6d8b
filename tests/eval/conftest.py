"""Answers, questions and rows for the tests of the metrics."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from anyio.from_thread import start_blocking_portal

from corpus.catalogue import Catalogue, load_catalogue
from corpus.document import load_documents
from eval.claims import Places, places_with_evidence
from eval.golden import Golden
from eval.places import Place
from eval.rows import Reply, Row
from eval.scoring import scored
from ingest.fetch import fetch_model
from ingest.minilm import MiniLM
from server.schema import Answer, Citation, SearchHit, SearchResponse
from tests.fakes.openai_server import FakeOpenAI

PAPER = "navigating-mlops"

MakeRow = Callable[..., Row]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="session")
def evidence(catalogue: Catalogue) -> Places:
    return places_with_evidence(catalogue, load_documents())


@pytest.fixture(scope="session")
def encoder() -> MiniLM:
    return MiniLM(fetch_model("all-MiniLM-L6-v2", Path(__file__).parents[2] / "var"))


@pytest.fixture(scope="session")
def make_row(evidence: Places) -> MakeRow:
    """A scored row: an answer that cites real places of the corpus, by locator, as [1], [2], …"""

    def cite(n: int, locator: str) -> Citation:
        piece = evidence[Place(document=PAPER, locator=locator)][0]
        return Citation(n=n, **piece.model_dump())

    def make(
        answer: str,
        locators: tuple[str, ...] = (),
        *,
        golden: dict[str, Any] | None = None,
        hits: tuple[str, ...] | None = None,
        **given: Any,
    ) -> Row:
        question = {
            "id": "tool-cost-001",
            "family": "tool-cost",
            "wording": "terse",
            "split": "dev",
            "question": "MLFlow?",
            "status": "answered",
            "provenance": "Table IV",
        }
        fields = {"status": "answered", "conversation_id": "c", "release": "r", "trace_id": "t"}
        found = None
        if hits is not None:
            found = SearchResponse(hits=tuple(SearchHit(score=1, citation=cite(1, locator)) for locator in hits))
        reply = Reply(
            answer=Answer.model_validate(
                fields
                | {"answer": answer, "citations": [cite(n, locator) for n, locator in enumerate(locators, start=1)]}
                | given
            ),
            hits=found,
            elapsed_ms=5.0,
        )
        return scored(Golden.model_validate(question | (golden or {})), reply, frozenset(evidence))

    return make


@pytest.fixture
def judge_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., FakeOpenAI]]:
    """A scripted judge on real HTTP in a thread of its own, named by the settings while the test runs."""
    with ExitStack() as stack:

        def start(text: Any) -> FakeOpenAI:
            fake = FakeOpenAI(text)
            portal = stack.enter_context(start_blocking_portal())
            stack.enter_context(portal.wrap_async_context_manager(fake))
            monkeypatch.setenv("ADVISOR_JUDGE__BASE_URL", fake.base_url)
            return fake

        yield start
