"""The decision of Figure 2: train an own LLM or use an existing one, with the path that leads there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.catalogue import Catalogue
from corpus.vocabulary import Criterion
from server.sheet import Row, Sheet, Statement
from server.wording import listed

Verdict = Literal["existing", "own", "open"]

# The rows of Table II that tell what an own or an existing LLM demands.
_ASPECTS = ("Computational Demands", "Cost Structure", "Data Management", "Transfer Learning")
_STATED = {True: "met", False: "not met", None: "not said"}
_OUTCOME = {
    True: "does not rule out an own LLM",
    False: "use an existing LLM",
    None: "open: use an existing LLM unless it holds",
}


@dataclass(frozen=True)
class Decision:
    """One path through Figure 2. `conditions` are all of it in order; None is a condition left open.
    `existing` as soon as one is not met, `own` only if all are met, `open` otherwise."""

    verdict: Verdict
    conditions: tuple[tuple[Criterion, bool | None], ...]

    def names(self, stated: bool | None) -> list[str]:
        """The conditions that were stated so."""
        return [criterion.name for criterion, said in self.conditions if said is stated]


def decide(criteria: Sequence[Criterion], stated: Mapping[str, bool]) -> Decision:
    """The decision for conditions stated as met (True) or not (False) by name.

    Raises ValueError for a name that is no condition.
    """
    names = [criterion.name for criterion in criteria]
    if unknown := sorted(set(stated) - set(names)):
        raise ValueError(f"unknown conditions {unknown}: known are {names}")
    conditions = tuple((criterion, stated.get(criterion.name)) for criterion in criteria)
    said = [met for _, met in conditions]
    verdict: Verdict = "existing" if False in said else "open" if None in said else "own"
    return Decision(verdict, conditions)


def decision_sheet(catalogue: Catalogue, decision: Decision) -> Sheet:
    """The verdict, what was stated, the path, and what Table II tells of the demands."""
    cells = tuple(catalogue.criterion_cell(criterion) for criterion, _ in decision.conditions)
    aspects = [catalogue.aspect_cell(catalogue.aspects[name], "LLMOps") for name in _ASPECTS]
    statements = (
        Statement(_verdict(decision), cells),
        Statement(_understood(decision), cells),
        *(Statement(cell.excerpt.rstrip("."), (cell,)) for cell in aspects),
    )
    rows = tuple(
        Row((criterion.question, _STATED[said], _OUTCOME[said]), (cell,))
        for (criterion, said), cell in zip(decision.conditions, cells, strict=True)
    )
    return Sheet(statements, columns=("Condition", "Stated", "Outcome"), rows=rows)


def _verdict(decision: Decision) -> str:
    count = len(decision.conditions)
    match decision.verdict:
        case "existing":
            unmet = decision.names(False)
            verb = "is" if len(unmet) == 1 else "are"
            return (
                f"Use an existing LLM: an own one is worth training only if all {count} conditions of Figure 2 hold, "
                f"and {listed(unmet)} {verb} not met"
            )
        case "own":
            return f"Training your own LLM is worth it by Figure 2, since all {count} of its conditions are met"
        case "open":
            still = decision.names(None)
            return (
                f"Use an existing LLM unless {listed(still)} {'holds' if len(still) == 1 else 'hold'} too: an own one "
                f"is worth training only if all {count} conditions of Figure 2 hold"
            )


def _understood(decision: Decision) -> str:
    parts = [f"{listed(names)} as {_STATED[said]}" for said in (True, False) if (names := decision.names(said))]
    still = decision.names(None)
    rest = f", while nothing was said of {listed(still)}" if still else ""
    return f"Of the conditions of Figure 2, your question states {' and '.join(parts)}{rest}"
