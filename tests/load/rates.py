"""How many are answered: typed questions without narration, and streams side by side."""

from collections.abc import Iterator

from tests.load import questions
from tests.load.crowd import Counted, crowd
from tests.load.figures import ms, table
from tests.load.rig import folder, llm, serving

FIRST_TOKEN_S, TOKEN_S = 0.2, 0.02
_CLIENTS = (1, 16, 64)
_STREAMS = 64
_NO_LLM = {"ADVISOR_LLM__ENABLED": "false"}


def rates(seconds: float) -> str:
    """Both tables."""
    with folder() as data:
        with serving(data, **_NO_LLM) as api:
            api.wait("index")
            asked = questions.typed()
            crowd(api.url, {"Typed": 4}, 3, asked, data)  # warms up
            typed = [(users, crowd(api.url, {"Typed": users}, seconds, asked, data)["ask"]) for users in _CLIENTS]
        with llm(FIRST_TOKEN_S, TOKEN_S) as address, serving(data, ADVISOR_LLM__BASE_URL=address) as api:
            api.wait("index", "llm")
            crowd(api.url, {"Reader": 2}, 3, asked, data)
            told = crowd(api.url, {"Reader": _STREAMS}, seconds, asked + questions.prose(), data)
    return f"{_typed(typed)}\n\n{_streams(told)}"


def _typed(found: list[tuple[int, Counted]]) -> str:
    return table(
        ("typed questions, without narration", "answers a second", "p50", "p95", "p99", "failed"),
        [
            (
                f"{users} client{'s' * (users > 1)}",
                f"{counted.per_second:.0f}",
                *(ms(counted.percentile(share) / 1000) for share in (0.5, 0.95, 0.99)),
                f"{counted.failed} of {counted.number:,}",
            )
            for users, counted in found
        ],
    )


def _streams(told: dict[str, Counted]) -> str:
    done = told["done"]
    narrated = done.number - done.failed - (told["not narrated"].number if "not narrated" in told else 0)

    def rows() -> Iterator[tuple[str, ...]]:
        for name, what in (("facts", "first event"), ("delta", "first sentence"), ("done", "whole answer")):
            yield what, *(ms(told[name].percentile(share) / 1000) for share in (0.5, 0.95, 0.99))

    head = (f"{_STREAMS} streams at a time", "p50", "p95", "p99")
    return (
        f"{table(head, rows())}\n\n{done.number:,} streams, **{done.failed} lost**, "
        f"{done.number - done.failed - narrated} not narrated, {done.per_second:.0f} answers a second."
    )
