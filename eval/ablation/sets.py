"""The question sets: about the paper, the cards and the upstream documentation, and those that must be refused."""

from collections.abc import Collection

from eval.ablation.needs import source_of
from eval.golden import GOLDEN, Golden, read_golden

UPSTREAM = GOLDEN / "upstream" / "upstream.jsonl"


def paper() -> list[Golden]:
    """About the paper's prose."""
    return _searched("prose")


def cards() -> list[Golden]:
    """About the cards, without those that need the turns before them."""
    return _searched("cards")


def upstream(sources: Collection[str]) -> list[Golden]:
    """About the upstream documentation, as far as it is among the sources."""
    return [
        question
        for question in read_golden(UPSTREAM)
        if all(source_of(each) in sources for need in question.needs for each in need)
    ]


def refusals() -> list[Golden]:
    """What the corpus must refuse."""
    found = (question for name in ("refusal", "near") for question in read_golden(GOLDEN / f"{name}.jsonl"))
    return [question for question in found if question.status == "refused"]


def _searched(name: str) -> list[Golden]:
    return [question for question in read_golden(GOLDEN / f"{name}.jsonl") if question.needs and not question.turns]
