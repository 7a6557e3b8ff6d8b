"""What the doctor found."""

from collections.abc import Callable, Iterator
from typing import Literal

from corpus.vocabulary import Record
from server.settings import Settings

State = Literal["ok", "warning", "failed"]


class Finding(Record):
    """One line about one part; unless it is ok, the line names the fix."""

    part: str
    state: State
    said: str


Check = Callable[[Settings], Iterator[Finding]]


def ok(part: str, said: str) -> Finding:
    """The part serves."""
    return Finding(part=part, state="ok", said=said)


def warning(part: str, said: str) -> Finding:
    """The part serves, and somebody should know how."""
    return Finding(part=part, state="warning", said=said)


def failed(part: str, said: str) -> Finding:
    """The part does not serve."""
    return Finding(part=part, state="failed", said=" ".join(said.split()))
