"""A finished run read back from its folder: a night's, or that of `eval run`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from eval.comparison import ALL, Report
from eval.gate_command import against
from eval.golden import Golden
from eval.judges.agreement import Agreement
from eval.judges.command import AGREEMENT
from eval.judges.judging import Judged
from eval.nightly.history import Past
from eval.nightly.night import NARRATED, Night
from eval.outcomes import FULL, Outcome, Results, ResultsError, means, outcome_of
from eval.rows import Row
from eval.run import Config
from eval.summary import Mean, Summary
from eval.thresholds import Thresholds
from server.schema import Wire


class Gate(Wire):
    """What the gate found, and the baseline's means by family and metric over the questions that were compared."""

    report: Report
    before: dict[str, dict[str, Mean]]


@dataclass(frozen=True)
class Run:
    """What a run wrote; `claims` are the outcomes of the labelled claims, which have no rows."""

    config: Config
    rows: tuple[Row, ...]
    summary: Summary
    claims: tuple[Outcome, ...] = ()

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """Of the rows and of the claims."""
        return (*map(outcome_of, self.rows), *self.claims)


@dataclass(frozen=True)
class Finished:
    """A run with all that lies beside it. `past` are the nights up to this one; `judge` names who judged, and
    `agreement` tells how far that one agrees with people, where it was calibrated."""

    run: Run
    gate: Gate | None = None
    night: Night | None = None
    narrated: Run | None = None
    judge: str | None = None
    judged: tuple[Judged, ...] = ()
    agreement: tuple[Agreement, ...] = ()
    past: tuple[Past, ...] = ()


class _Judgement(Wire):
    """`judge.json`."""

    judge: str
    sample: int
    metrics: tuple[Judged, ...]


class _Calibration(Wire):
    """`agreement.json`."""

    judge: str
    agreement: tuple[Agreement, ...]
    metrics: tuple[Judged, ...]


_OUTCOMES = TypeAdapter(tuple[Outcome, ...])


def examined(before: Results, after: Results, rules: Thresholds, golden: Sequence[Golden]) -> Gate:
    """`after` against the baseline `before`."""
    asked = {outcome.id: outcome.golden for outcome in after.outcomes}
    same = [outcome for outcome in before.outcomes if asked.get(outcome.id) == outcome.golden]
    families: dict[str, list[Outcome]] = {ALL: same}
    for outcome in same:
        families.setdefault(outcome.family, []).append(outcome)
    return Gate(
        report=against(before, after, rules, golden),
        before={
            family: {metric: Mean(mean=round(mean, 6), n=n) for metric, (mean, n) in means(members).items()}
            for family, members in families.items()
        },
    )


def write_night(folder: Path, night: Night, gate: Gate, claims: Sequence[Outcome]) -> None:
    """What a night has beside the files of its run."""
    for name, content in (
        ("night.json", night.model_dump_json(indent=2)),
        ("gate.json", gate.model_dump_json(indent=2)),
        ("claims.json", _OUTCOMES.dump_json(tuple(claims), indent=1, exclude_defaults=True).decode()),
    ):
        (folder / name).write_text(f"{content}\n", encoding="utf-8")


def read_finished(folder: Path, data_dir: Path) -> Finished:
    """All that `folder` holds; raises ResultsError where it holds no finished run."""
    try:
        if not (folder / "night.json").exists():
            return Finished(run=_run(folder, ()))
        night = Night.model_validate_json((folder / "night.json").read_bytes())
        claims, gate, narrated = folder / "claims.json", folder / "gate.json", folder / NARRATED
        finished = Finished(
            run=_run(folder, _OUTCOMES.validate_json(claims.read_bytes())),
            gate=Gate.model_validate_json(gate.read_bytes()),
            night=night,
            narrated=_run(narrated, ()) if night.narrated else None,
        )
        if not night.judged:
            return finished
        judged = _Judgement.model_validate_json((narrated / "judge.json").read_bytes())
        agreement = _agreement(data_dir / "eval" / AGREEMENT, judged.judge)
        return replace(finished, judge=judged.judge, judged=judged.metrics, agreement=agreement)
    except (OSError, ValidationError) as error:
        first = error.errors()[0]["msg"] if isinstance(error, ValidationError) else error
        raise ResultsError(f"{folder} holds no finished run ({first}): write it with `eval nightly`") from error


def _run(folder: Path, claims: tuple[Outcome, ...]) -> Run:
    lines = (folder / FULL).read_text(encoding="utf-8").splitlines()
    return Run(
        config=Config.model_validate_json((folder / "config.json").read_bytes()),
        rows=tuple(map(Row.model_validate_json, lines)),
        summary=Summary.model_validate_json((folder / "summary.json").read_bytes()),
        claims=claims,
    )


def _agreement(path: Path, judge: str) -> tuple[Agreement, ...]:
    """The last calibration, if it was of this judge."""
    if not path.exists():
        return ()
    found = _Calibration.model_validate_json(path.read_bytes())
    return found.agreement if found.judge == judge else ()
