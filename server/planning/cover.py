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
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from corpus.vocabulary import PhaseCode

if TYPE_CHECKING:
    from highspy import Highs

# Powers of two that a solver of double precision tells apart with certainty.
_BITS = 16


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


def covers(options: Sequence[Option], wanted: frozenset[PhaseCode]) -> Iterator[tuple[Option, ...]]:
    """Every minimal cover up to interchangeable options, best first. `options` come in print order.

    Nothing wanted is covered by the empty set; nothing comes where a phase has no option.
    """
    if not wanted:
        yield ()
        return
    choices = _distinct([option for option in options if option.serves])
    if not wanted <= frozenset().union(*(option.serves for option in choices)):
        return
    model = _model(choices, wanted)
    while (found := _solution(model)) is not None:
        yield tuple(choices[column] for column in found)
        # Nor any set that holds it.
        model.addRow(0.0, len(found) - 1.0, len(found), found, np.ones(len(found)))


def _distinct(options: Sequence[Option]) -> list[Option]:
    distinct: list[Option] = []
    for option in options:
        if not any(option.equals(other) for other in distinct):
            distinct.append(option)
    return distinct


def _model(choices: Sequence[Option], wanted: frozenset[PhaseCode]) -> "Highs":
    # Imported here, since not every process plans and start-up counts.
    from highspy import Highs, HighsLinearObjective, HighsVarType, kHighsInf

    size = len(choices)
    columns = np.arange(size, dtype=np.int32)
    model = Highs()  # type: ignore[no-untyped-call]
    model.silent()
    model.setOptionValue("threads", 1)
    model.setOptionValue("mip_rel_gap", 0.0)
    # The objectives are lexicographic, not blended into one sum.
    model.setOptionValue("blend_multi_objectives", False)
    model.addVars(size, np.zeros(size), np.ones(size))
    model.changeColsIntegrality(size, columns, np.full(size, HighsVarType.kInteger))
    for phase in sorted(wanted):
        serving = np.array([at for at, choice in enumerate(choices) if phase in choice.serves], dtype=np.int32)
        model.addRow(1.0, kHighsInf, len(serving), serving, np.ones(len(serving)))
    objectives = _objectives(choices)
    for rank, coefficients in enumerate(objectives):
        objective = HighsLinearObjective()
        objective.weight, objective.offset = 1.0, 0.0
        objective.abs_tolerance = objective.rel_tolerance = 0.0
        objective.priority = len(objectives) - rank
        objective.coefficients = coefficients
        model.addLinearObjective(objective)
    return model


def _objectives(choices: Sequence[Option]) -> list[list[float]]:
    """The coefficients to minimise, most important first; print order is read as a binary number."""
    objectives = [
        [float(choice.usd is None) for choice in choices],
        [float(choice.usd or 0) for choice in choices],
        [1.0] * len(choices),
        [-float(choice.matches) for choice in choices],
    ]
    for start in range(0, len(choices), _BITS):
        place = range(start, start + _BITS)
        objectives.append([-(2.0 ** (place.stop - 1 - at)) if at in place else 0.0 for at in range(len(choices))])
    return [objective for objective in objectives if any(objective)]


def _solution(model: "Highs") -> "np.typing.NDArray[np.int32] | None":
    """The columns chosen, or None when nothing is left; anything but a proof of either is an error."""
    from highspy import HighsModelStatus

    model.run()
    status = model.getModelStatus()
    if status == HighsModelStatus.kInfeasible:
        return None
    if status != HighsModelStatus.kOptimal:
        raise RuntimeError(f"the solver ended without a proof: {model.modelStatusToString(status)}")
    return np.flatnonzero(np.array(model.getSolution().col_value) > 0.5).astype(np.int32)
