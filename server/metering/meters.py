"""What is counted as it happens: requests, answers, sentences, tokens, cost, verdicts of readers."""

import asyncio
from collections import Counter as Tally
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import get_args

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from server.advising import Shown
from server.schema import Answer, Verdict

# A target can only be read off where a bucket ends: 0.3 s for facts, 1 s for a first token, 10 s is a slow answer.
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0)
NO_KEY = "none"
SLACK = "slack"


class Meters:
    """The counters of one process. Label values are few and never what a client typed."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        registry = self.registry
        self._requests = Counter(
            "advisor_requests", "HTTP requests but probes, by route and status", ("route", "status"), registry=registry
        )
        self._request_seconds = Histogram(
            "advisor_request_seconds", "Time of a request", ("route",), buckets=_SECONDS, registry=registry
        )
        self._under_way = Gauge("advisor_answers_in_progress", "Questions being answered now", registry=registry)
        self._answers = Counter(
            "advisor_answers",
            "Questions by what became of them; `abandoned` were left by their client",
            ("status", "release"),
            registry=registry,
        )
        self._stages = Histogram(
            "advisor_answer_seconds",
            "Time from the question to the end of a stage",
            ("stage",),
            buckets=_SECONDS,
            registry=registry,
        )
        self._sentences = Counter(
            "advisor_sentences", "Sentences by verdict; only supported ones are shown", ("verdict",), registry=registry
        )
        for verdict in get_args(Verdict):
            # There from the start, so that the first bad sentence is an increase.
            self._sentences.labels(verdict)
        self._citations = Counter("advisor_citations", "Places cited", ("kind",), registry=registry)
        self._tokens = Counter("advisor_tokens", "The LLM's tokens", ("kind", "release", "key"), registry=registry)
        self._cost = Counter("advisor_cost_usd", "What the LLM's tokens cost", ("release", "key"), registry=registry)

    def requested(self, route: str, status: int, seconds: float, trace_id: str) -> None:
        """Count one request."""
        self._requests.labels(route, str(status)).inc()
        self._request_seconds.labels(route).observe(seconds, {"trace_id": trace_id})

    async def counted(self, stream: AsyncGenerator[Shown, None], release: str, key: str) -> AsyncGenerator[Shown, None]:
        """The events of one answer, which is counted whatever becomes of it. `key` is whose it is, by id."""
        self._under_way.inc()
        became = "failed"
        try:
            async with aclosing(stream) as events:
                async for event in events:
                    if isinstance(event, Answer):
                        became, release = event.status, event.release
                        self._answered(event, key)
                    yield event
        except (GeneratorExit, asyncio.CancelledError):
            # After the Answer nothing is left to lose.
            became = "abandoned" if became == "failed" else became
            raise
        finally:
            self._under_way.dec()
            self._answers.labels(became, release).inc()

    def _answered(self, answer: Answer, key: str) -> None:
        for stage, milliseconds in answer.timings_ms:
            if milliseconds is not None:
                self._stages.labels(stage).observe(milliseconds / 1000, {"trace_id": answer.trace_id})
        for verdict, number in Tally(claim.verdict for claim in answer.claims).items():
            self._sentences.labels(verdict).inc(number)
        for kind, number in Tally(citation.kind for citation in answer.citations).items():
            self._citations.labels(kind).inc(number)
        usage = answer.usage
        if usage.prompt_tokens or usage.completion_tokens:
            self._tokens.labels("prompt", answer.release, key).inc(usage.prompt_tokens)
            self._tokens.labels("completion", answer.release, key).inc(usage.completion_tokens)
            self._cost.labels(answer.release, key).inc(usage.cost_usd)
