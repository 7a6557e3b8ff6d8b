"""Whether the server holds on to anything: typed questions and streams at once, for as long as is wanted."""

import threading
from collections.abc import Sequence

from tests.load import questions
from tests.load.crowd import crowd
from tests.load.figures import table
from tests.load.rates import FIRST_TOKEN_S, TOKEN_S
from tests.load.rig import folder, llm, serving
from tests.load.samples import Sample, sample, second_half, slope

USERS = {"Typed": 4, "Reader": 16}
MOST_BYTES_PER_ANSWER = 100
MOST_DESCRIPTORS_PER_MINUTE = 0.5
_EVERY_S = 2.0


def soak(minutes: float) -> tuple[str, bool]:
    """The table, and whether both stay flat."""
    with (
        folder() as data,
        llm(FIRST_TOKEN_S, TOKEN_S) as address,
        serving(data, ADVISOR_LLM__BASE_URL=address) as api,
    ):
        api.wait("index", "llm")
        samples, done = [sample(api.process.pid)], threading.Event()

        def watch() -> None:
            while not done.wait(_EVERY_S):
                samples.append(sample(api.process.pid))

        watching = threading.Thread(target=watch)
        watching.start()
        try:
            told = crowd(api.url, USERS, minutes * 60, questions.typed() + questions.prose(), data)
        finally:
            done.set()
            watching.join()
    answered = told["ask"].number + told["done"].number
    failed = told["ask"].failed + told["done"].failed
    return _table(samples, answered / minutes, f"{answered:,} answers in {minutes:g} minutes, {failed} failed")


def _table(samples: Sequence[Sample], answers_per_minute: float, head: str) -> tuple[str, bool]:
    late = second_half(samples)
    per_minute, descriptors = slope(late, "rss_mb"), slope(late, "descriptors")
    bytes_each = per_minute * 2**20 / answers_per_minute
    flat = bytes_each <= MOST_BYTES_PER_ANSWER and descriptors <= MOST_DESCRIPTORS_PER_MINUTE
    at = [samples[int(share * (len(samples) - 1))] for share in (0, 0.25, 0.5, 0.75, 1)]
    text = table(
        (head, "start", "¼", "½", "¾", "end", "slope of the second half", "bound"),
        [
            (
                *("resident memory, MB", *(f"{each.rss_mb:.0f}" for each in at)),
                f"{per_minute:+.2f} MB a minute, {bytes_each:+.0f} bytes an answer",
                f"{MOST_BYTES_PER_ANSWER} bytes an answer",
            ),
            (
                *("open descriptors", *(str(each.descriptors) for each in at)),
                f"{descriptors:+.2f} a minute",
                f"{MOST_DESCRIPTORS_PER_MINUTE} a minute",
            ),
        ],
    )
    return text, flat
