"""What a condition says of phases, apart from all else that it says."""

from corpus.vocabulary import PhaseCode
from server.conditions import AllOf, AnyOf, Condition, Covers, Not, Several


def phase_part(condition: Condition) -> Condition | None:
    """What a condition says of phases, None where it says nothing of them."""
    match condition:
        case Covers():
            return condition
        case Not():
            return condition if phase_part(condition.of) == condition.of else None
        case AnyOf() | Several():
            return condition if condition.of and all(phase_part(part) == part for part in condition.of) else None
        case AllOf():
            parts = tuple(found for part in condition.of if (found := phase_part(part)) is not None)
            return AllOf(of=parts) if len(parts) > 1 else next(iter(parts), None)
        case _:
            return None


def phases_of(condition: Condition) -> tuple[PhaseCode, ...]:
    """The phases that a condition asks for, each once; denied ones are not asked for."""
    match condition:
        case Covers():
            return (condition.phase,)
        case AllOf() | AnyOf() | Several():
            return tuple(dict.fromkeys(code for part in condition.of for code in phases_of(part)))
        case _:
            return ()
