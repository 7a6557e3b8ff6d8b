"""What a typed answer's time goes into."""

import time
from collections import defaultdict

import httpx

from tests.load import questions
from tests.load.figures import ms, percentile, table
from tests.load.rig import folder, serving
from tests.load.samples import sample

_WARM_UP = 100


def stages(number: int) -> str:
    """The table, and what the process holds in memory after it."""
    asked = questions.typed()[: number + _WARM_UP]
    times: defaultdict[str, list[float]] = defaultdict(list)
    with (
        folder() as data,
        serving(data, ADVISOR_LLM__ENABLED="false") as api,
        httpx.Client(base_url=api.url, trust_env=False) as client,
    ):
        api.wait("index")
        for turn, question in enumerate(asked):
            began = time.perf_counter()
            reply = client.post("/v1/ask", json={"question": question, "narrate": False})
            taken = time.perf_counter() - began
            told = reply.raise_for_status().json()["timings_ms"]
            if turn < _WARM_UP or told["retrieve"] is not None:
                continue
            understood, facts, total = (told[stage] / 1000 for stage in ("understand", "facts", "total"))
            for name, seconds in (
                ("understanding", understood),
                ("facts", facts - understood),
                ("sentences, citations, follow-ups", total - facts),
                ("HTTP, checking, the journal, the client", taken - total),
                ("the whole request", taken),
            ):
                times[name].append(seconds)
        memory = sample(api.process.pid)
    rows = [(name, *(ms(percentile(values, percent)) for percent in (50, 95))) for name, values in times.items()]
    return (
        f"{table(('one typed question at a time', 'p50', 'p95'), rows)}\n\n"
        f"Resident memory after them: {memory.rss_mb:.0f} MB, {memory.descriptors} descriptors."
    )
