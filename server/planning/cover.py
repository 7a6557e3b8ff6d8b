"""The exact search: sets of options that together serve every phase wanted, the best one first.

One objective for stacks and teams, lexicographic, so that the answer is the only one:
1. fewest options without a fixed price, since a total with one of them is only a lower bound;
2. lowest total of the fixed prices;
3. fewest options;
4. most options that match (are bound to the cloud asked for);
5. print order: compared from the top of the table down, the set whose options are printed first.

A set that holds a better one is never given, so no option in a set is superfluous. Options that serve the
same phases at the same price are interchangeable: the one printed first stands for all, so that two sets
always differ in more than a swap of equals.

The search is A* in whole numbers. At most eight phases can be wanted, so that the exact price of whatever is
still open is cheap to know and the search goes straight to the next best set. A mixed-integer solver would
work in floating point, and where it calls a set of constraints infeasible there is nothing to check that by.
"""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from corpus.vocabulary import PhaseCode

# Options without a fixed price, US dollars, options, matching options (negative: more are better).
Price = tuple[int, int, int, int]
_NOTHING: Price = (0, 0, 0, 0)


@dataclass(frozen=True)
class Option:
    """One tool or role: the phases wanted that it serves, its monthly price in US dollars (None: not fixed),
    and whether it matches what wins ties."""

    name: str
    serves: frozenset[PhaseCode]
    usd: int | None
    matches: bool = False

    def equals(self, other: "Option") -> bool:
        """Whether the two are interchangeable."""
        return (self.serves, self.usd, self.matches) == (other.serves, other.usd, other.matches)

    @property
    def price(self) -> Price:
        """What it adds to the objective, print order apart."""
        return int(self.usd is None), self.usd or 0, 1, -int(self.matches)


def covers(options: Sequence[Option], wanted: frozenset[PhaseCode]) -> Iterator[tuple[Option, ...]]:
    """Every minimal cover up to interchangeable options, best first. `options` come in print order.

    Nothing wanted is covered by the empty set; nothing comes where a phase has no option.
    """
    choices = _distinct([option for option in options if option.serves])
    search = _Search(choices, wanted)
    tied: list[tuple[int, ...]] = []
    at: Price | None = None
    for price, found in search.run():
        if price != at:
            yield from _printed(choices, tied)
            tied, at = [], price
        tied.append(found)
    yield from _printed(choices, tied)


def _printed(choices: Sequence[Option], tied: list[tuple[int, ...]]) -> Iterator[tuple[Option, ...]]:
    """Sets that only print order tells apart, in that order."""
    for found in sorted(tied):
        yield tuple(choices[place] for place in found)


def _distinct(options: Sequence[Option]) -> list[Option]:
    """The first of each kind of interchangeable options."""
    kinds = {(option.serves, option.usd, option.matches): option for option in reversed(options)}
    return [option for option in options if kinds[option.serves, option.usd, option.matches] is option]


class _Search:
    """A* over sets of places in `choices`, grown by what serves the first phase still open."""

    def __init__(self, choices: Sequence[Option], wanted: frozenset[PhaseCode]) -> None:
        self._wanted = wanted
        self._prices = [choice.price for choice in choices]
        self._serves = [choice.serves for choice in choices]
        self._serving = {
            phase: [place for place, serves in enumerate(self._serves) if phase in serves] for phase in wanted
        }
        # The scarcest phase first leaves the fewest branches.
        self._order = sorted(wanted, key=lambda phase: (len(self._serving[phase]), phase))
        self._rest = cache(self._cheapest)

    def run(self) -> Iterator[tuple[Price, tuple[int, ...]]]:
        """Minimal covers with their prices, the prices rising."""
        start = self._rest(self._wanted)
        if start is None:
            return
        queue: list[tuple[Price, tuple[int, ...]]] = [(start, ())]
        seen: set[tuple[int, ...]] = set()
        while queue:
            price, chosen = heapq.heappop(queue)
            left = self._wanted.difference(*(self._serves[place] for place in chosen))
            if not left:
                if self._minimal(chosen):
                    yield price, chosen
                continue
            for place in self._serving[self._first(left)]:
                bigger = tuple(sorted((*chosen, place)))
                rest = self._rest(left - self._serves[place])
                if rest is not None and bigger not in seen:
                    seen.add(bigger)
                    heapq.heappush(queue, (self._sum(bigger, rest), bigger))

    def _cheapest(self, left: frozenset[PhaseCode]) -> Price | None:
        """The lowest price of options that serve what is left, None where nothing does."""
        if not left:
            return _NOTHING
        prices = [
            _add(self._prices[place], rest)
            for place in self._serving[self._first(left)]
            if (rest := self._rest(left - self._serves[place])) is not None
        ]
        return min(prices, default=None)

    def _first(self, left: frozenset[PhaseCode]) -> PhaseCode:
        return next(phase for phase in self._order if phase in left)

    def _sum(self, chosen: tuple[int, ...], price: Price) -> Price:
        for place in chosen:
            price = _add(price, self._prices[place])
        return price

    def _minimal(self, chosen: tuple[int, ...]) -> bool:
        """Whether each option serves some phase alone."""
        return all(
            self._serves[place].difference(*(self._serves[other] for other in chosen if other != place))
            for place in chosen
        )


def _add(one: Price, other: Price) -> Price:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2], one[3] + other[3]
