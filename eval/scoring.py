"""A reply against its golden question."""

import re
from collections.abc import Collection
from functools import lru_cache

from eval.golden import Golden
from eval.places import Place
from eval.retrieval import met, ranking
from eval.rows import Reply, Row, Scores
from server.schema import Answer, Items

_MARK = re.compile(r"\[(\d+)\]")


def scored(golden: Golden, reply: Reply, places: Collection[Place]) -> Row:
    """The row of a question that was answered in whatever way."""
    answer = reply.answer
    right = _Right(golden, answer)
    cited = met(golden.needs, [citation.locator for citation in answer.citations]) if golden.needs else None
    found = ranking(golden.needs, [hit.citation.locator for hit in reply.hits.hits]) if reply.hits else None
    refused = float(answer.status == "refused")
    scores = Scores(
        correct=float(right.all and cited != 0),
        status=right.status,
        items=right.items,
        values=right.values,
        mentions=right.mentions,
        cited=cited,
        refusal=refused if golden.status == "refused" else None,
        answered=float(answer.status in ("answered", "degraded")) if golden.status == "answered" else None,
        false_refusal=refused if golden.status == "answered" else None,
        **(found.model_dump() if found else {}),
    )
    return Row(golden=golden, reply=reply, scores=scores, unresolved=unresolved(answer, places))


def numbers(answer: Answer) -> set[float]:
    """The numeric values; prices that the table prints as text are no numbers."""
    return {float(value.value) for value in answer.values if not isinstance(value.value, str)}


def unresolved(answer: Answer, places: Collection[Place]) -> tuple[str, ...]:
    """Marks without a citation and citations without a place, one short text each.

    A document that this repository does not hold cannot be checked here and is passed over.
    """
    known = {citation.n for citation in answer.citations}
    shown = {int(mark) for mark in _MARK.findall(answer.answer)}
    shown |= {n for claim in answer.claims if claim.verdict == "supported" for n in claim.citations}
    shown |= {n for row in (answer.facts.citations if answer.facts else ()) for n in row}
    documents = _documents(frozenset(places))
    lost = [
        f"locator {citation.locator!r}"
        for citation in answer.citations
        if citation.document in documents and Place(document=citation.document, locator=citation.locator) not in places
    ]
    return (*(f"mark [{n}]" for n in sorted(shown - known)), *lost)


@lru_cache(maxsize=4)
def _documents(places: frozenset[Place]) -> frozenset[str]:
    return frozenset(place.document for place in places)


class _Right:
    """What is right about an answer, each 0 or 1, or None where the question expects nothing of the kind."""

    def __init__(self, golden: Golden, answer: Answer) -> None:
        # Without an LLM the same facts come back as `degraded`: that tells of the installation, not the question.
        degraded = golden.status == "answered" and answer.status == "degraded"
        self.status = float(answer.status == golden.status or degraded)
        accepted = [_sets(items) for items in (golden.items, *golden.items_alt) if items is not None]
        self.items = float(_sets(answer.items) in accepted) if accepted else None
        self.values = None if golden.values is None else float(_same(numbers(answer), {n.value for n in golden.values}))
        self.mentions = None if golden.mentions is None else float(all(_says(answer, t) for t in golden.mentions))

    @property
    def all(self) -> bool:
        """Whether nothing is wrong."""
        return 0 not in (self.status, self.items, self.values, self.mentions)


def _same(given: Collection[float], wanted: Collection[float]) -> bool:
    """Whether the numbers are those wanted, to the cent that both were rounded to."""
    return len(given) == len(wanted) and all(any(abs(one - other) < 0.006 for one in given) for other in wanted)


def _sets(items: Items) -> tuple[frozenset[str], ...]:
    return tuple(map(frozenset, (items.phases, items.roles, items.tools)))


def _says(answer: Answer, text: str) -> bool:
    cells = [cell for row in (answer.facts.rows if answer.facts else ()) for cell in row]
    values = [str(value.value) for value in answer.values]
    return text.casefold() in "\n".join([answer.answer, *cells, *values]).casefold()
