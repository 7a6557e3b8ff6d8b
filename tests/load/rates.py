"""How many are answered: typed questions without narration, and streams side by side."""

from collections.abc import Iterator

from tests.load import questions
from tests.load.crowd import Counted, crowd
from tests.load.figures import ms, table
from tests.load.rig import folder, llm, serving

FIRST_TOKEN_S, TOKEN_S = 0.2, 0.02
_CLIENTS = (1, 16, 64)
# So many are asked over and over: fewer than are remembered.
_KNOWN = 200
_STREAMS = 64
_NO_LLM = {"ADVISOR_LLM__ENABLED": "false"}


def rates(seconds: float) -> str:
    """Both tables."""
    with folder() as data:
        with serving(data, **_NO_LLM) as api:
            api.wait("index")
            asked = questions.typed()
            known = asked[:: len(asked) // _KNOWN]
            new = [question for question in asked if question not in known]
            crowd(api.url, {"Typed": 4}, seconds, known, data, once=True)
            again = [crowd(api.url, {"Typed": users}, seconds, known, data)["ask"] for users in _CLIENTS]
            first = [
                crowd(api.url, {"Typed": users}, seconds, new[at :: len(_CLIENTS)], data, once=True)["ask"]
                for at, users in enumerate(_CLIENTS)
            ]
        with llm(FIRST_TOKEN_S, TOKEN_S) as address, serving(data, ADVISOR_LLM__BASE_URL=address) as api:
            api.wait("index", "llm")
            crowd(api.url, {"Reader": 2}, 3, asked, data)
            told = crowd(api.url, {"Reader": _STREAMS}, seconds, asked + questions.prose(), data)
    return f"{_typed('asked the first time', first)}\n\n{_typed('asked again', again)}\n\n{_streams(told)}"


def _typed(when: str, found: list[Counted]) -> str:
    return table(
        (f"typed questions, {when}", "answers a second", "p50", "p95", "p99", "failed"),
        [
            (
                f"{users} client{'s' * (users > 1)}",
                f"{counted.per_second:.0f}",
                *(ms(counted.percentile(share) / 1000) for share in (0.5, 0.95, 0.99)),
                f"{counted.failed} of {counted.number:,}",
            )
            for users, counted in zip(_CLIENTS, found, strict=True)
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
