"""What is asked under load: golden questions of the development split, each a single turn."""

from collections.abc import Iterator

from eval.golden import Golden, load_golden


def typed() -> list[str]:
    """Those answered from the tables, in all their wordings."""
    return [golden.question for golden in _single() if golden.status == "answered" and (golden.items or golden.values)]


def prose() -> list[str]:
    """Those answered from passages."""
    return [golden.question for golden in _single() if golden.relevant and not (golden.items or golden.values)]


def _single() -> Iterator[Golden]:
    return (golden for golden in load_golden() if golden.split == "dev" and not golden.turns)
