"""A whole night: ask, compare, write, record, tell."""

import asyncio
import datetime as dt
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from eval.gate_command import gated
from eval.golden import Golden, golden_hash
from eval.judges.judging import Judged
from eval.judging import Wanted
from eval.nightly.evaluating import Asked, Target, facts, judged, narrated
from eval.nightly.figures import Figure, figures, judged_figures
from eval.nightly.finished import examined, read_finished, write_night
from eval.nightly.history import History
from eval.nightly.night import Night, commit
from eval.nightly.publishing import PAGE, publish
from eval.nightly.slack import SlackError, post
from eval.outcomes import Results
from eval.settings import EvalSettings
from eval.thresholds import Thresholds
from eval.workspace import workspace
from server.releases.gated import write_gated


@dataclass(frozen=True)
class Plan:
    """What a night is to do."""

    settings: EvalSettings
    rules: Thresholds
    before: Results
    golden: Sequence[Golden]
    wanted: Wanted
    sample: int
    date: dt.date
    scope: str
    folder: Path


@dataclass(frozen=True)
class Ended:
    """How it ended, in a line; `unposted` says why Slack was not told, though it should have been."""

    passed: bool
    line: str
    unposted: str | None


@dataclass(frozen=True)
class _Found:
    plain: Asked
    sample: Asked | str
    judged: tuple[Judged, ...] | str


def whole(plan: Plan, target: Target) -> Ended:
    """Everything; raises HistoryError, ServiceError, and what building an index does."""
    started, clock = dt.datetime.now(dt.UTC), time.perf_counter()
    history = History.of(plan.settings)
    try:
        # Found out now and not after hours.
        history.prepare()
        with ExitStack() as stack:
            if not target.url:
                target = replace(target, settings=stack.enter_context(workspace(target.settings)))
            found = asyncio.run(_asked(plan, target))
        evaluation = found.plain.found
        gate = examined(plan.before, Results(evaluation.config, evaluation.outcomes), plan.rules, plan.golden)
        night = Night(
            date=plan.date,
            scope=plan.scope,
            release=evaluation.config.release,
            commit=commit(),
            golden=golden_hash(plan.wanted.questions),
            service=evaluation.config.service,
            started=started,
            seconds=round(time.perf_counter() - clock, 1),
            questions=len(evaluation.rows),
            unscored=evaluation.summary.total.unscored,
            kept=found.plain.kept,
            passed=gate.report.passed,
            narrated=0 if isinstance(found.sample, str) else len(found.sample.found.rows),
            narration=found.sample if isinstance(found.sample, str) else "",
            judged=0 if isinstance(found.judged, str) else sum(line.judgements for line in found.judged),
            judgement=found.judged if isinstance(found.judged, str) else "",
        )
        write_night(plan.folder, night, gate, evaluation.outcomes[len(evaluation.rows) :])
        history.record(night, _figures(found))
        finished = read_finished(plan.folder, plan.settings.data_dir)
        message = publish(plan.folder, finished, night, history, plan.rules)
    finally:
        history.close()
    unposted = _told(plan.settings, message)
    # Last of all: a database that is away costs the metric and nothing of the night.
    write_gated(plan.settings, gated(gate.report))
    line = (
        f"night {night.date} of {night.scope} {'passed' if night.passed else 'FAILED'}: {night.questions:,} questions, "
        f"{len(gate.report.fallen):,} fell, {night.unscored:,} without scores, {night.narrated:,} narrated, "
        f"{night.judged:,} judgements; {plan.folder / PAGE}"
    )
    return Ended(night.passed, f"{line}; Slack was not told: {unposted}" if unposted else line, unposted)


async def _asked(plan: Plan, target: Target) -> _Found:
    plain = await facts(target, plan.wanted, plan.folder)
    sample = await narrated(target, plan.wanted, plan.sample, plan.date, plan.folder)
    if isinstance(sample, str):
        return _Found(plain, sample, "none: there are no narrated answers")
    return _Found(plain, sample, await judged(plan.settings, plan.folder))


def _figures(found: _Found) -> list[Figure]:
    plain = found.plain.found
    every = figures("facts", plain.rows, plain.outcomes, plain.summary)
    if not isinstance(found.sample, str):
        told = found.sample.found
        every += figures("narrated", told.rows, told.outcomes, told.summary)
    if not isinstance(found.judged, str):
        every += judged_figures(found.judged)
    return every


def _told(settings: EvalSettings, message: Sequence[str]) -> str | None:
    webhook = settings.nightly.slack_webhook
    if webhook is None:
        return None
    try:
        asyncio.run(post(webhook.get_secret_value(), message))
    except SlackError as error:
        return str(error)
    return None
