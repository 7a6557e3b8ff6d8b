"""Which questions are compared: single questions of the test split, evenly by what is asked of them."""

import hashlib
from collections.abc import Iterable, Iterator

from eval.golden import Golden

GROUPS = ("sets", "figures", "prose", "refusals")


def sampled(questions: Iterable[Golden], each: int) -> Iterator[tuple[str, Golden]]:
    """`each` questions of each group, always the same ones: those whose hashed ids come first, one of a family before
    a second one of any."""
    found: dict[str, list[Golden]] = {group: [] for group in GROUPS}
    for question in questions:
        group = _group(question)
        if group and question.split == "test" and not question.turns:
            found[group].append(question)
    for group, members in found.items():
        yield from ((group, question) for question in _spread(members)[:each])


def _group(question: Golden) -> str | None:
    if question.status == "refused":
        return "refusals"
    if question.status != "answered":
        return None
    if question.reference:
        return "prose"
    if question.values:
        return "figures"
    named = question.items and (question.items.tools or question.items.roles or question.items.phases)
    return "sets" if named else None


def _spread(questions: list[Golden]) -> list[Golden]:
    ordered = sorted(questions, key=lambda question: hashlib.sha256(question.id.encode()).digest())
    seen: dict[str, int] = {}
    places: dict[str, int] = {}
    for question in ordered:
        places[question.id] = seen[question.family] = seen.get(question.family, 0) + 1
    return sorted(ordered, key=lambda question: places[question.id])
