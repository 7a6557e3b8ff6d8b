"""The gate's rules, from `gate.toml`; each bound carries its reason."""

import tomllib
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import Field, StringConstraints, ValidationError

from server.schema import Wire

FILE = Path(__file__).parent / "gate.toml"

Reason = Annotated[str, StringConstraints(min_length=10)]
Share = Annotated[float, Field(ge=0, le=1)]
Rules = TypeVar("Rules", bound=Wire)


class ThresholdError(ValueError):
    """The rules cannot be read; the message names the fix."""


class Bound(Wire):
    """The worst value that a metric may have over all questions: a floor, or a ceiling where lower is better."""

    value: Share
    why: Reason


class Chance(Wire):
    """`alpha`: the chance of one false alarm over all comparisons of a run; a significant fall also needs so many
    `questions` that fell, since a bootstrap of two says little."""

    alpha: Annotated[float, Field(gt=0, lt=1)]
    resamples: Annotated[int, Field(ge=2_000)]
    seed: int
    questions: Annotated[int, Field(ge=1)]


class Falls(Wire):
    """Falls of a mean that are too large whatever the chance: over all questions, and of a family with at least
    so many `questions` that fell."""

    total: Share
    family: Share
    questions: Annotated[int, Field(ge=1)]
    why: Reason


class Exact(Wire):
    """Families and metrics of which no question may fall; a metric of `everywhere` may not in any family."""

    families: tuple[str, ...]
    metrics: tuple[str, ...]
    everywhere: tuple[str, ...]
    why: Reason


class Informative(Wire):
    """Metrics that are compared and shown beside the others, and by which nothing fails."""

    metrics: tuple[str, ...]
    why: Reason


class Thresholds(Wire):
    """All rules. `unscored`: how many rows may stay without scores, as a share."""

    unscored: Share
    lower_is_better: tuple[str, ...]
    chance: Chance
    falls: Falls
    exact: Exact
    informative: Informative
    floors: dict[str, Bound]
    ceilings: dict[str, Bound]


def load_thresholds(path: Path = FILE) -> Thresholds:
    """Read the rules; raises ThresholdError."""
    found = read_rules(path, Thresholds)
    odd = sorted(found.ceilings.keys() - set(found.lower_is_better)) + sorted(
        found.floors.keys() & set(found.lower_is_better)
    )
    if odd:
        raise ThresholdError(f"{path.name}: {', '.join(odd)}: a metric has a ceiling exactly if lower is better")
    return found


def read_rules(path: Path, kind: type[Rules]) -> Rules:
    """The rules of a TOML file; raises ThresholdError naming the file and what is wrong in it."""
    try:
        return kind.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ThresholdError(f"{path.name} cannot be read ({error}): restore it from the repository") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise ThresholdError(f"{path.name}: {'.'.join(map(str, first['loc']))} {first['msg']}") from error
