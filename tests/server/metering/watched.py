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
from tests.server.conftest import bearer, key_for

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
    """A real API over the scripted LLM, which asks everybody for a key; its data folder has seen a gate."""

    client: httpx.Client
    llm: FakeOpenAI
    # The client's key, which may ask and judge, and the one that may read the metrics.
    asking: str
    scraping: str

    @property
    def url(self) -> str:
        return str(self.client.base_url).rstrip("/")

    def ask(self, question: str, *, narrate: bool = True, key: str | None = None) -> Answer:
        body, headers = {"question": question, "narrate": narrate}, bearer(key) if key else None
        replied = self.client.post("/v1/ask", json=body, headers=headers).raise_for_status()
        return Answer.model_validate_json(replied.content)

    def told(self, answers: tuple[Answer, ...]) -> Told:
        text = self.client.get("/metrics", headers=OPENMETRICS | bearer(self.scraping)).raise_for_status().text
        return Told({family.name: family for family in text_string_to_metric_families(text)}, answers)

    def judge(self, answer: Answer, verdict: str = "down") -> None:
        body = {"trace_id": answer.trace_id, "verdict": verdict}
        self.client.post("/v1/feedback", json=body).raise_for_status()


@contextmanager
def watched(data_dir: Path) -> Iterator[WatchedServer]:
    """The server while the block runs, ready to narrate."""
    a_gate_ended(data_dir)
    asking, scraping = key_for(data_dir, "ask", "feedback"), key_for(data_dir, "metrics")
    with running(FakeOpenAI(TOLD)) as llm:
        environ = {
            "ADVISOR_API__KEYS": "required",
            "ADVISOR_LIMITS__REQUESTS_PER_MINUTE": "0",
            "ADVISOR_DATA_DIR": str(data_dir),
            "ADVISOR_LLM__BASE_URL": llm.base_url,
            "ADVISOR_LLM__USD_PER_MILLION_PROMPT_TOKENS": "1",
            "ADVISOR_JOURNAL__ENABLED": "true",
        }
        with (
            server(environ) as url,
            httpx.Client(base_url=url, headers=bearer(asking), timeout=60, trust_env=False) as client,
        ):
            wait_until_ready(client)
            yield WatchedServer(client, llm, asking, scraping)
