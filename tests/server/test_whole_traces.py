"""One trace a question, from whoever asks to the LLM's endpoint, over real HTTP."""

import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from tests.fakes.advisor import wait_until
from tests.fakes.collector import Collector, attributes, named
from tests.fakes.openai_server import FakeOpenAI, running
from tests.fakes.real_server import server, wait_until_ready
from tests.fakes.slack_person import SECRET, Person
from tests.fakes.slack_web import TOKEN, FakeSlackWeb, slack_web

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "observability.md"
QUESTION = "What does gated approval demand before a model may go to production?"
TRUE = (
    "In Model Deployment (D), Gated Approval demands an authorization before a model may go on to staging"
    " or to production"
)
FALSE = "Gated Approval lets everybody push software into production"
PROGRAM, FAILED = "4bf92f3577b34da6a3ce929d0e0e4736", "5bf92f3577b34da6a3ce929d0e0e4736"
CHAT = """
import asyncio, sys
from server.schema import Answer, FeedbackRequest
from ui.client import AdvisorClient
from ui.tracing import traced

async def ask():
    client = AdvisorClient(sys.argv[1], timeout_s=60)
    events = [event async for event in client.ask(sys.argv[2], None)]
    assert isinstance(events[-1], Answer), events[-1]
    judged = await client.judge(FeedbackRequest(trace_id=events[-1].trace_id, verdict="down"))
    await client.aclose()
    return judged.trace_id

with traced():
    print(asyncio.run(ask()))
"""


@dataclass(frozen=True)
class Exported:
    """What a server exported that was asked by a program which wanted a trace, twice, and by readers of the chat and of
    Slack. Sampling leaves those two out, but they called the answers bad. The second time the LLM failed."""

    collector: Collector
    llm: FakeOpenAI
    traces: dict[str, str]

    def spans(self, asker: str) -> list[Span]:
        return [span for span in self.collector.spans() if span.trace_id.hex() == self.traces[asker]]


@pytest.fixture(scope="module")
def exported(own_data: Path) -> Exported:
    llm = FakeOpenAI(f"{TRUE} [1]. {FALSE} [1].", first_token_s=0.2)
    with Collector() as collector, slack_web() as slack, running(llm):
        sent = {
            "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": collector.address,
            "OTEL_TRACES_SAMPLER": "parentbased_always_off",
        }
        environ = {
            "ADVISOR_DATA_DIR": str(own_data),
            "ADVISOR_LLM__BASE_URL": llm.base_url,
            "ADVISOR_JOURNAL__ENABLED": "true",
            "ADVISOR_SLACK__SIGNING_SECRET": SECRET,
            "ADVISOR_SLACK__BOT_TOKEN": TOKEN,
            "ADVISOR_SLACK__API_URL": slack.url,
            # Somebody else's wish must not bring questions into the spans.
            "TRACELOOP_TRACE_CONTENT": "true",
        }
        with server(sent | environ) as url, httpx.Client(base_url=url, timeout=30, trust_env=False) as client:
            wait_until_ready(client)
            _in_a_program(client, PROGRAM, QUESTION)
            traces = {"chat": _in_the_chat(url, sent), "slack": _in_slack(client, slack)}
            llm.fault = "500"
            _in_a_program(client, FAILED, QUESTION)
    return Exported(collector, llm, traces | {"program": PROGRAM, "failed": FAILED})


def _in_a_program(client: httpx.Client, trace_id: str, question: str) -> None:
    headers = {"traceparent": f"00-{trace_id}-00f067aa0ba902b7-01"}
    client.post("/v1/ask", json={"question": question}, headers=headers).raise_for_status()


def _in_the_chat(url: str, sent: dict[str, str]) -> str:
    # Not the program's very words, whose passages are remembered.
    command = [sys.executable, "-c", CHAT, url, f"{QUESTION} Please."]
    run = subprocess.run(command, env=os.environ | sent, capture_output=True, text=True, check=True, timeout=60)
    return run.stdout.strip()


def _in_slack(client: httpx.Client, slack: FakeSlackWeb) -> str:
    anna = Person(client, slack)
    trace_id: str = anna.mention(QUESTION).headers["X-Trace-Id"]
    anna.click(anna.answers(1)[0], "feedback_down")
    wait_until(lambda: bool(slack.told), 10)
    return trace_id


def test_one_trace_from_the_question_to_the_llm(exported: Exported) -> None:
    spans = exported.spans("program")
    root, narrate, chat = (named(spans, name) for name in ("POST /v1/ask", "advisor.narrate", "openai.chat"))
    retrieve = named(spans, "advisor.retrieve")
    assert {narrate.parent_span_id, retrieve.parent_span_id} == {root.span_id}
    assert chat.parent_span_id == narrate.span_id
    searches = [span for span in spans if span.name == "search"]
    assert retrieve.span_id in {span.parent_span_id for span in searches}
    # The LLM's own spans hang under the call.
    headers = exported.llm.headers[0]
    assert headers["traceparent"] == f"00-{PROGRAM}-{chat.span_id.hex()}-01"
    told = attributes(chat)
    assert told["gen_ai.usage.input_tokens"] > 0
    assert told["gen_ai.usage.output_tokens"] > 0
    assert told["gen_ai.response.finish_reasons"] == ["stop"]
    assert told["gen_ai.request.model"]
    assert attributes(narrate)["gen_ai.response.time_to_first_chunk"] >= 0.2
    verdicts = [attributes(span)["advisor.verdict"] for span in spans if span.name == "advisor.verify"]
    assert verdicts[0] == "supported"
    assert verdicts[1] != "supported"
    outcome = attributes(root)
    assert outcome["advisor.status"] == "answered"
    assert outcome["advisor.verdicts.supported"] >= 1
    assert outcome[f"advisor.verdicts.{verdicts[1]}"] == 1


def test_the_chat_begins_the_trace_and_the_api_carries_it_on(exported: Exported) -> None:
    spans = exported.spans("chat")
    assert [span.name for span in spans if not span.parent_span_id] == ["chat.question"]
    assert named(spans, "POST /v1/ask/stream").parent_span_id == named(spans, "chat.question").span_id


def test_slack_is_answered_under_its_own_request(exported: Exported) -> None:
    spans = exported.spans("slack")
    request, answer = named(spans, "POST /slack/events"), named(spans, "slack.answer")
    assert answer.parent_span_id == request.span_id
    assert answer.end_time_unix_nano > request.end_time_unix_nano


def test_spans_hold_nothing_of_what_was_asked_and_said(exported: Exported) -> None:
    assert attributes(named(exported.spans("failed"), "POST /v1/ask"))["advisor.status"] == "degraded"
    assert named(exported.spans("failed"), "openai.chat").status.code == 2
    everything = str(exported.collector.received)
    assert not [text for text in (QUESTION, "Gated Approval", "everybody", "scripted failure") if text in everything]


def told(spans: Sequence[Span], parent: bytes = b"", indent: str = "") -> str:
    """A trace as a tree of its spans with the names of their attributes; the same ones beside each other once."""
    found: dict[str, None] = {}
    for span in sorted(spans, key=lambda span: span.start_time_unix_nano):
        if span.parent_span_id == parent:
            line = f"{span.name}: {', '.join(sorted(attributes(span)))}"
            wrapped = textwrap.fill(line, 118, initial_indent=indent, subsequent_indent=f"{indent}    ")
            found[f"{wrapped}\n{told(spans, span.span_id, f'{indent}  ')}"] = None
    return "".join(found)


def test_the_documented_trace_is_the_one_that_is_sent(exported: Exported) -> None:
    documented = re.findall(r"^```text\n(.*?)^```$", DOCUMENTATION.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert documented == [told(exported.spans("chat"))]


def test_prompts_are_in_spans_where_they_are_wanted_and_secrets_are_not(own_data: Path) -> None:
    with Collector() as collector, running(FakeOpenAI(f"{TRUE} [1].")) as llm:
        environ = {
            "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": collector.address,
            "ADVISOR_TRACING__CONTENT": "true",
            "ADVISOR_DATA_DIR": str(own_data),
            "ADVISOR_LLM__BASE_URL": llm.base_url,
        }
        with server(environ) as url, httpx.Client(base_url=url, timeout=30, trust_env=False) as client:
            wait_until_ready(client)
            _in_a_program(client, PROGRAM, f"{QUESTION} I am jane@mail.example and my key is sk-proj-abcDEF123456.")
    kept = str(attributes(named(collector.spans(), "openai.chat")))
    assert "What does gated approval demand" in kept
    assert TRUE in kept
    assert "my key is [redacted]" in kept
    assert not [secret for secret in ("jane@mail.example", "sk-proj") if secret in str(collector.received)]
