"""`python -m eval monitor [--since DAYS] [--reference earlier|golden] [--sample N] [--json]`: what the journal tells.

Exit status: 0 where every bound of `bounds.toml` holds, 1 where one is broken (or for a failure, on stderr), 2 for
bad usage.
"""

import argparse
import asyncio
import shutil
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from corpus.catalogue import Catalogue, load_catalogue
from corpus.document import load_documents
from corpus.linker import Linker
from eval.golden import load_golden
from eval.judging import make_verifier
from eval.monitoring import arguments
from eval.monitoring.bounds import Bounds, load_bounds
from eval.monitoring.clusters import clustered, unanswered
from eval.monitoring.drift import Sides, topic_shift, vector_shift
from eval.monitoring.encoding import Encoder
from eval.monitoring.questions import Asked, drawn, of_golden, of_journal
from eval.monitoring.report import Drift, Report, broken, shown
from eval.monitoring.sampling import Online, Sampler
from eval.monitoring.volume import days, rates
from eval.run import Config, write
from eval.summary import summarized
from eval.thresholds import ThresholdError
from server.advising import Build
from server.journal.file import journal_of, journal_path, read
from server.journal.records import Kept, now
from server.settings import Settings

SINCE_DAYS = 7
SAMPLE = 50
_MOST = 999


def add_monitor(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the command."""
    parser = commands.add_parser("monitor", help="what the journal tells: volume, drift, unanswered, a judged sample")
    parser.add_argument(
        "--since", type=arguments.days, default=SINCE_DAYS, metavar="DAYS", help=f"the window (default {SINCE_DAYS})"
    )
    parser.add_argument(
        "--reference",
        choices=("earlier", "golden"),
        default="earlier",
        help="compare with what was kept before the window (default), or with the golden questions",
    )
    parser.add_argument(
        "--sample",
        type=arguments.whole(0, _MOST),
        default=SAMPLE,
        metavar="N",
        help=f"answers judged anew, 0 for none (default {SAMPLE})",
    )
    parser.add_argument("--json", action="store_true", help="print the report as one JSON object")
    parser.set_defaults(handler=run_monitor)


def run_monitor(options: argparse.Namespace, settings: Settings, _: Build | None) -> int:
    """Report, print, and return the exit status."""
    try:
        bounds = load_bounds()
    except ThresholdError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    report = reported(settings, bounds, window=options.since, reference=options.reference, sample=options.sample)
    print(report.model_dump_json(indent=2) if options.json else shown(report))
    return int(bool(report.broken))


def reported(settings: Settings, bounds: Bounds, *, window: int, reference: str, sample: int) -> Report:
    """The report on the last days; raises JournalError where nothing was kept."""
    until = now()
    since = until - timedelta(days=window)
    everything = read(journal_of(settings))
    kept = [one for one in everything if one.at >= since]
    catalogue, encoder = load_catalogue(), Encoder(settings)
    linker = Linker(catalogue)
    most = bounds.drift.questions
    earlier = [one for one in everything if one.at < since]
    before = (
        of_golden(load_golden(), linker)
        if reference == "golden"
        else of_journal(drawn(earlier, most, bounds.seed), linker)
    )
    after = of_journal(drawn(kept, most, bounds.seed), linker)
    lost = unanswered(kept)
    groups, _ = clustered(lost[-bounds.clusters.most :], bounds.clusters, encoder)
    report = Report(
        since=since,
        until=until,
        questions=len(kept),
        days=days(kept),
        rates=rates(kept),
        drift=_drift(reference, before, after, bounds, encoder),
        unanswered=len(lost),
        clusters=tuple(one.cluster for one in groups),
        online=_online(settings, catalogue, kept, sample, bounds.seed, until) if kept and sample else None,
    )
    return report.model_copy(update={"broken": broken(report, bounds)})


def _drift(reference: str, before: Sequence[Asked], after: Sequence[Asked], bounds: Bounds, encoder: Encoder) -> Drift:
    rules = bounds.drift
    drift = Drift(reference=reference, before=len(before), after=len(after))
    sides = Sides(before, after, permutations=rules.permutations, seed=bounds.seed)
    least = min(sides.conversations)
    if least < rules.conversations:
        return drift.model_copy(
            update={"not_compared": f"{least} conversations on one side, {rules.conversations} are needed"}
        )
    shifts = [topic_shift(sides, facet) for facet in after[0].topics if facet in before[0].topics]
    few = Sides(
        drawn(before, rules.embedded, bounds.seed),
        drawn(after, rules.embedded, bounds.seed),
        permutations=rules.permutations,
        seed=bounds.seed,
    )
    shifts.append(vector_shift(few, encoder([one.text for one in few.asked])))
    return drift.model_copy(update={"shifts": tuple(shifts)})


def _online(  # noqa: PLR0913, PLR0917 - what is judged, by what, and where it goes
    settings: Settings, catalogue: Catalogue, kept: Sequence[Kept], size: int, seed: int, at: datetime
) -> Online:
    sampler = Sampler(catalogue, load_documents(), make_verifier(settings, catalogue))
    rows, shares = asyncio.run(sampler.judged(kept, size, seed))
    release = "+".join(sorted({row.reply.answer.release for row in rows if row.reply}))
    folder = journal_path(settings.data_dir).parent / "samples" / f"{at:%Y%m%dT%H%M%S}"
    facts = Config(
        release=release,
        service="journal",
        split="online",
        families=tuple(sorted({row.golden.family for row in rows})),
        narrate=True,
        questions=len(rows),
        golden="none",
    )
    write(folder, facts, rows, summarized(rows, release))
    _forget(folder.parent, at - timedelta(days=settings.journal.keep_days))
    return Online(
        answers=len(rows),
        of=len(kept),
        seed=seed,
        shares=shares,
        unresolved=tuple(f"{row.golden.id}: {', '.join(row.unresolved)}" for row in rows if row.unresolved),
        folder=str(folder),
    )


def _forget(samples: Path, before: datetime) -> None:
    """Samples hold questions: they are kept no longer than the journal keeps them."""
    for folder in samples.iterdir():
        if folder.name < f"{before:%Y%m%dT%H%M%S}":
            shutil.rmtree(folder)
