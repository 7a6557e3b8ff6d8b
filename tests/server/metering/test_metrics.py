"""What Prometheus is given by a real server that was really asked, and that it is what the documentation lists."""

import re
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from server.access.keys import id_in
from server.advising import Shown
from server.metering.meters import Meters
from server.schema import DeltaEvent
from tests.fakes.seen_gate import ENDED
from tests.server.metering.watched import QUESTIONS, Told, WatchedServer

DOCUMENTATION = Path(__file__).parents[3] / "docs" / "observability.md"


def test_what_is_given_is_what_is_documented(told: Told) -> None:
    ours = {name: family for name, family in told.families.items() if name.startswith("advisor_")}
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


def test_answers_are_counted_for_what_they_are(told: Told, watched_server: WatchedServer) -> None:
    assert [answer.status for answer in told.answers] == ["answered", "answered", "refused"]
    assert told.sum("advisor_answers_total", status="answered", release=told.answers[0].release) == 2
    assert told.sum("advisor_answers_total", status="refused") == 1
    claims = [claim for answer in told.answers for claim in answer.claims]
    for verdict in ("supported", "unsupported", "contradicted"):
        given = sum(claim.verdict == verdict for claim in claims)
        assert told.sum("advisor_sentences_total", verdict=verdict) == given
    assert {claim.verdict for claim in claims} > {"supported"}
    prompt = sum(answer.usage.prompt_tokens for answer in told.answers)
    whose = {"key": str(id_in(watched_server.asking)), "release": told.answers[0].release}
    assert told.sum("advisor_tokens_total", kind="prompt", **whose) == prompt > 0
    assert told.sum("advisor_cost_usd_total", **whose) == pytest.approx(prompt / 1_000_000)
    cited = sum(len(answer.citations) for answer in told.answers)
    assert told.sum("advisor_citations_total") == cited > 0


def test_a_bucket_names_a_trace_that_fell_into_it(told: Told) -> None:
    exemplars = {
        sample.exemplar.labels["trace_id"]
        for sample in told.samples("advisor_answer_seconds_bucket", stage="total")
        if sample.exemplar
    }
    assert exemplars
    assert exemplars <= {answer.trace_id for answer in told.answers}


def test_requests_verdicts_index_and_gate_are_told(told: Told) -> None:
    assert told.sum("advisor_requests_total", route="/v1/ask", status="200") == len(QUESTIONS)
    # What a client typed is no label.
    assert told.sum("advisor_requests_total", status="404", route="none") == 1
    assert not told.samples("advisor_requests_total", route="/readyz")
    assert told.sum("advisor_feedback_total", verdict="down") == 1
    assert told.sum("advisor_journal_entries_total", result="written") == len(QUESTIONS)
    assert told.sum("advisor_ready") == 3
    assert told.sum("advisor_index_entries") > 100
    assert (told.sum("advisor_gate_passed"), told.sum("advisor_gate_fallen")) == (0, 2)
    assert told.sum("advisor_gate_timestamp_seconds") == ENDED.timestamp()


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
