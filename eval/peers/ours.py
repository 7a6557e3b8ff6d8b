"""This project's advisor as one of the systems that are compared."""

import time
from contextlib import aclosing

from corpus.vocabulary import Evidence
from eval.metrics.citing import shown_evidence
from eval.peers.gateway import Meter
from eval.peers.records import Said
from server.advising import Advising
from server.schema import Answer, AskRequest, DeltaEvent, FactsEvent, FactTable


async def asked(advisor: Advising, question: str, meter: Meter) -> Said:
    """The answer; its first content is the facts, where there are some, and else the first verified sentence."""
    start, first = time.perf_counter(), None
    async with aclosing(advisor.stream(AskRequest(question=question))) as events:
        async for event in events:
            if first is None and (isinstance(event, DeltaEvent) or (isinstance(event, FactsEvent) and event.facts)):
                first = time.perf_counter()
            if isinstance(event, Answer):
                return Said(
                    text=event.answer,
                    facts=_shown(event.facts),
                    sources=_numbered(event),
                    first_s=None if first is None else first - start,
                    total_s=time.perf_counter() - start,
                    prompt_tokens=meter.prompt_tokens,
                    completion_tokens=meter.completion_tokens,
                )
    raise RuntimeError("the stream ended without an Answer")


def _shown(facts: FactTable | None) -> str:
    return "\n".join(", ".join(map(str, row)) for row in facts.rows) if facts else ""


def _numbered(answer: Answer) -> tuple[Evidence, ...]:
    """The citations in the order of their numbers, which begin at 1 and leave none out."""
    ordered = sorted(answer.citations, key=lambda citation: citation.n)
    return tuple(map(shown_evidence, ordered))
