"""A server that is asked and judged, for whoever watches its metrics."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from prometheus_client import Metric
from prometheus_client.openmetrics.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

from server.schema import Answer
from tests.fakes.openai_server import FakeOpenAI, running
from tests.fakes.real_server import server, wait_until_ready
from tests.fakes.seen_gate import a_gate_ended

QUESTIONS = ("Which tools for CI are free?", "What does gated approval demand?", "Which tools did Napoleon use?")
TOLD = "Gated Approval demands an authorization before a model may go on to staging [1]. It costs $9,000 [1]."
OPENMETRICS = {"Accept": "application/openmetrics-text; version=1.0.0"}


@dataclass(frozen=True)
class Told:
    """What `/metrics` gave after these answers."""

    families: dict[str, Metric]
    answers: tuple[Answer, ...]

    def samples(self, name: str, **labels: str) -> list[Sample]:
        """The samples of this name with these labels."""
        every = (sample for family in self.families.values() for sample in family.samples)
        return [sample for sample in every if sample.name == name and labels.items() <= sample.labels.items()]

    def sum(self, name: str, **labels: str) -> float:
        return sum(sample.value for sample in self.samples(name, **labels))


@dataclass(frozen=True)
class WatchedServer:
    """A real API over the scripted LLM; its data folder has seen a gate."""

    client: httpx.Client

    @property
    def url(self) -> str:
        return str(self.client.base_url).rstrip("/")

    def ask(self, question: str, *, narrate: bool = True) -> Answer:
        body = {"question": question, "narrate": narrate}
        return Answer.model_validate_json(self.client.post("/v1/ask", json=body).raise_for_status().content)

    def told(self, answers: tuple[Answer, ...]) -> Told:
        text = self.client.get("/metrics", headers=OPENMETRICS).text
        return Told({family.name: family for family in text_string_to_metric_families(text)}, answers)

    def judge(self, answer: Answer, verdict: str = "down") -> None:
        body = {"trace_id": answer.trace_id, "verdict": verdict}
        self.client.post("/v1/feedback", json=body).raise_for_status()


@contextmanager
def watched(data_dir: Path) -> Iterator[WatchedServer]:
    """The server while the block runs, ready to narrate."""
    a_gate_ended(data_dir)
    with running(FakeOpenAI(TOLD)) as llm:
        environ = {
            "ADVISOR_DATA_DIR": str(data_dir),
            "ADVISOR_LLM__BASE_URL": llm.base_url,
            "ADVISOR_LLM__USD_PER_MILLION_PROMPT_TOKENS": "1",
            "ADVISOR_JOURNAL__ENABLED": "true",
        }
        with server(environ) as url, httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
            wait_until_ready(client)
            yield WatchedServer(client)
