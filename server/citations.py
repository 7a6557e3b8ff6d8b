"""Numbers the places that an answer rests on, in the order in which they are first cited."""

from collections.abc import Callable, Iterable

from corpus.vocabulary import Evidence
from server.schema import Citation


class CitationRegister:
    """One answer's citations; the same place always has the same number."""

    def __init__(self, stale: Callable[[Evidence], bool] = lambda _: False) -> None:
        """`stale` says whether a place is of a source that is stale."""
        self._stale = stale
        self._numbers: dict[tuple[str, str, str], int] = {}
        self._citations: list[Citation] = []
        self._handed_out = 0

    def number(self, evidence: Iterable[Evidence]) -> tuple[int, ...]:
        """The numbers of the places, ascending and distinct."""
        return tuple(sorted({self._number(piece) for piece in evidence}))

    def known(self, evidence: Iterable[Evidence]) -> tuple[int, ...]:
        """The numbers of those places that have one already."""
        numbers = {self._numbers.get(_place(piece)) for piece in evidence}
        return tuple(sorted(number for number in numbers if number is not None))

    def new(self) -> tuple[Citation, ...]:
        """Citations numbered since the last call."""
        fresh = tuple(self._citations[self._handed_out :])
        self._handed_out = len(self._citations)
        return fresh

    def all(self) -> tuple[Citation, ...]:
        """Every citation so far, by number."""
        return tuple(self._citations)

    def _number(self, piece: Evidence) -> int:
        place = _place(piece)
        if place not in self._numbers:
            self._numbers[place] = len(self._citations) + 1
            self._citations.append(Citation(n=self._numbers[place], stale=self._stale(piece), **piece.model_dump()))
        return self._numbers[place]


def _place(piece: Evidence) -> tuple[str, str, str]:
    return piece.document, piece.locator, piece.excerpt


def marked(text: str, numbers: Iterable[int]) -> str:
    """The sentence with its citation marks in front of the full stop: `Text [1][2].`"""
    marks = "".join(f"[{number}]" for number in numbers)
    body = text.rstrip()
    stop = body[-1] if body[-1:] in ".!?" else "."
    return f"{body.rstrip('.!?')} {marks}{stop}" if marks else f"{body.rstrip('.!?')}{stop}"
