"""What Prometheus is given by a real server that was really asked, and that it is what the documentation lists."""

import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from prometheus_client import Metric
from prometheus_client.openmetrics.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

from server.advising import Shown
from server.metering.meters import Meters
from server.schema import Answer, DeltaEvent
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.real_server import ready, server
from tests.fakes.seen_gate import ENDED, a_gate_ended

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "observability.md"
QUESTIONS = ("Which tools for CI are free?", "What does gated approval demand?", "Which tools did Napoleon use?")
TOLD = "Gated Approval demands an authorization before a model may go on to staging [1]. It costs $9,000 [1]."
OPENMETRICS = {"Accept": "application/openmetrics-text; version=1.0.0"}


@dataclass(frozen=True)
class Watched:
    """What `/metrics` gave after these answers."""

    families: dict[str, Metric]
    answers: tuple[Answer, ...]

    def samples(self, name: str, **labels: str) -> list[Sample]:
        """The samples of this name with these labels."""
        every = (sample for family in self.families.values() for sample in family.samples)
        return [sample for sample in every if sample.name == name and labels.items() <= sample.labels.items()]

    def sum(self, name: str, **labels: str) -> float:
        return sum(sample.value for sample in self.samples(name, **labels))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def watched(own_data: Path) -> Watched:
    """A server that was asked, and judged once; one request went nowhere. Its data folder has seen a gate."""
    a_gate_ended(own_data)
    async with FakeOpenAI(TOLD) as llm:
        environ = {
            "ADVISOR_DATA_DIR": str(own_data),
            "ADVISOR_LLM__BASE_URL": llm.base_url,
            "ADVISOR_LLM__USD_PER_MILLION_PROMPT_TOKENS": "1",
            "ADVISOR_JOURNAL__ENABLED": "true",
        }
        with server(environ) as url:
            async with httpx.AsyncClient(base_url=url, timeout=30, trust_env=False) as client:
                await ready(client)
                answers = []
                for question in QUESTIONS:
                    replied = await client.post("/v1/ask", json={"question": question})
                    answers.append(Answer.model_validate_json(replied.content))
                verdict = {"trace_id": answers[0].trace_id, "verdict": "down"}
                (await client.post("/v1/feedback", json=verdict)).raise_for_status()
                assert (await client.get("/nowhere/secret")).status_code == 404
                text = (await client.get("/metrics", headers=OPENMETRICS)).text
    families = {family.name: family for family in text_string_to_metric_families(text)}
    return Watched(families, tuple(answers))


def test_what_is_given_is_what_is_documented(watched: Watched) -> None:
    ours = {name: family for name, family in watched.families.items() if name.startswith("advisor_")}
    suffix = {"counter": "_total", "info": "_info"}
    given = {
        f"{name}{suffix.get(family.type, '')}": {
            label
            for sample in family.samples
            if not sample.name.endswith("_created")
            for label in sample.labels
            if label != "le"
        }
        for name, family in ours.items()
    }
    rows = re.findall(r"^\| `(advisor_\w+)` \|([^|]*)\|", DOCUMENTATION.read_text("utf-8"), re.MULTILINE)
    assert given == {name: set(re.findall(r"\w+", labels)) for name, labels in rows}


def test_answers_are_counted_for_what_they_are(watched: Watched) -> None:
    assert [answer.status for answer in watched.answers] == ["answered", "answered", "refused"]
    assert watched.sum("advisor_answers_total", status="answered", release=watched.answers[0].release) == 2
    assert watched.sum("advisor_answers_total", status="refused") == 1
    claims = [claim for answer in watched.answers for claim in answer.claims]
    for verdict in ("supported", "unsupported", "contradicted"):
        told = sum(claim.verdict == verdict for claim in claims)
        assert watched.sum("advisor_sentences_total", verdict=verdict) == told
    assert {claim.verdict for claim in claims} > {"supported"}
    prompt = sum(answer.usage.prompt_tokens for answer in watched.answers)
    assert watched.sum("advisor_tokens_total", kind="prompt", key="none") == prompt > 0
    assert watched.sum("advisor_cost_usd_total") == pytest.approx(prompt / 1_000_000)
    cited = sum(len(answer.citations) for answer in watched.answers)
    assert watched.sum("advisor_citations_total") == cited > 0


def test_a_bucket_names_a_trace_that_fell_into_it(watched: Watched) -> None:
    exemplars = {
        sample.exemplar.labels["trace_id"]
        for sample in watched.samples("advisor_answer_seconds_bucket", stage="total")
        if sample.exemplar
    }
    assert exemplars
    assert exemplars <= {answer.trace_id for answer in watched.answers}


def test_requests_verdicts_index_and_gate_are_told(watched: Watched) -> None:
    assert watched.sum("advisor_requests_total", route="/v1/ask", status="200") == len(QUESTIONS)
    # What a client typed is no label.
    assert watched.sum("advisor_requests_total", status="404", route="none") == 1
    assert not watched.samples("advisor_requests_total", route="/readyz")
    assert watched.sum("advisor_feedback_total", verdict="down") == 1
    assert watched.sum("advisor_journal_entries_total", result="written") == len(QUESTIONS)
    assert watched.sum("advisor_ready") == 3
    assert watched.sum("advisor_index_entries") > 100
    assert (watched.sum("advisor_gate_passed"), watched.sum("advisor_gate_fallen")) == (0, 2)
    assert watched.sum("advisor_gate_timestamp_seconds") == ENDED.timestamp()


@pytest.mark.parametrize(("leaves", "became"), [(True, "abandoned"), (False, "failed")])
async def test_what_ends_without_an_answer_is_counted_too(leaves: bool, became: str) -> None:
    meters = Meters()

    async def events() -> AsyncGenerator[Shown, None]:
        yield DeltaEvent(text="One.", citations=())
        raise ValueError("scripted")

    stream = meters.counted(events(), "r", "none")
    await anext(stream)
    if leaves:
        await stream.aclose()
    else:
        with pytest.raises(ValueError, match="scripted"):
            await anext(stream)
    counted = meters.registry.get_sample_value("advisor_answers_total", {"status": became, "release": "r"})
    assert counted == 1
    assert meters.registry.get_sample_value("advisor_answers_in_progress") == 0
