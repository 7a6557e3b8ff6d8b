"""The rules of the monitoring, from `bounds.toml`; each bound carries its reason."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from eval.thresholds import Bound, Reason, Share, read_rules
from server.schema import Wire

FILE = Path(__file__).parent / "bounds.toml"

Count = Annotated[int, Field(ge=1)]


class DriftRules(Wire):
    """`alpha`: the chance of one false alarm over all tests of a report. Fewer `conversations` on a side are not
    compared; at most so many `questions` of a side are read, and so many of those `embedded`. A shift also needs the
    least divergence (of topics) or the least MMD (of embeddings) beyond what chance gives."""

    alpha: Annotated[float, Field(gt=0, lt=1)]
    permutations: Annotated[int, Field(ge=100)]
    conversations: Count
    questions: Count
    embedded: Count
    least_divergence: Share
    least_mmd: Share
    why: Reason


class ClusterRules(Wire):
    """Questions join a cluster up to this mean cosine `distance`; smaller ones than `least` are no clusters, and of
    more than `most` questions the latest are clustered."""

    distance: Annotated[float, Field(gt=0, lt=2)]
    least: Count
    most: Count
    why: Reason


class Bounds(Wire):
    """All rules. No rate is judged of fewer than `least`."""

    seed: int
    least: Count
    drift: DriftRules
    clusters: ClusterRules
    ceilings: dict[str, Bound]
    floors: dict[str, Bound]


def load_bounds(path: Path = FILE) -> Bounds:
    """Read the rules; raises ThresholdError."""
    return read_rules(path, Bounds)
