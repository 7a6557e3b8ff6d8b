"""What to ask back where a question can be meant in several ways."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Doubt:
    """A question back, and the asker's question in each of the readings that are in doubt, where they can be told."""

    question: str
    options: tuple[str, ...] = ()
