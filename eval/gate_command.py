"""`python -m eval gate`, `compare` and `baseline`: compare with the committed baseline or one run with another, or
write a new baseline.

Exit status of a comparison: 0 passed, 1 a significant or absolute fall (or a failure, on stderr), 2 bad usage.
"""

import argparse
import asyncio
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from eval.claims import load_claims
from eval.comparison import Report, compare
from eval.comparison_text import shown
from eval.golden import Golden, load_golden
from eval.judging import Evaluation, evaluated, wanted, without_llm
from eval.metrics.report import table
from eval.outcomes import Results, ResultsError, read_results, write_baseline
from eval.run import Config
from eval.thresholds import ThresholdError, Thresholds, load_thresholds
from eval.workspace import workspace
from server.advising import Build
from server.errors import fail
from server.journal.records import now
from server.releases.gated import Gated, write_gated
from server.settings import Settings

BASELINE = Path(__file__).parent / "results" / "baseline"
_FAILED, _USAGE = 1, 2
_FALLS_SHOWN = 20


def add_gate(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `gate`."""
    gate = commands.add_parser("gate", help="compare with the baseline; exit 1 on a significant or absolute fall")
    gate.add_argument("--baseline", type=Path, default=BASELINE, metavar="DIR", help="(default: the committed one)")
    gate.add_argument("--run", type=Path, metavar="DIR", help="results of `eval run` (default: evaluate this tree now)")
    gate.add_argument("--url", help="evaluate the server at this address instead of this tree")
    gate.add_argument("--json", action="store_true", help="print the report as one JSON object")
    gate.add_argument("--falls", type=int, default=_FALLS_SHOWN, metavar="N", help="fallen questions shown")
    gate.add_argument("--register", action="store_true", help="when it passes, register this tree as a gated release")
    gate.add_argument("--jobs", type=int, default=4, metavar="N", help="questions at a time (default 4)")
    gate.set_defaults(handler=run_gate)


def add_compare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `compare`: the gate over two finished runs."""
    both = commands.add_parser("compare", help="compare two finished runs by the gate's rules; exit 1 on a fall")
    both.add_argument("baseline", type=Path, metavar="BEFORE", help="results of `eval run`, or a baseline")
    both.add_argument("run", type=Path, metavar="AFTER", help="results of `eval run`")
    both.add_argument("--json", action="store_true", help="print the report as one JSON object")
    both.add_argument("--falls", type=int, default=_FALLS_SHOWN, metavar="N", help="fallen questions shown")
    both.set_defaults(handler=run_gate, url=None, register=False)


def add_baseline(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `baseline`."""
    baseline = commands.add_parser("baseline", help="evaluate this tree and write the baseline anew, deliberately")
    baseline.add_argument("--out", type=Path, default=BASELINE, metavar="DIR", help="(default: the committed one)")
    baseline.add_argument("--jobs", type=int, default=4, metavar="N", help="questions at a time (default 4)")
    baseline.set_defaults(handler=run_baseline)


def run_gate(options: argparse.Namespace, settings: Settings, build: Build | None) -> int:
    """Compare, print, and return the exit status."""
    if options.run and (options.url or options.register):
        return fail(_USAGE, "--run compares finished results: leave --url and --register out")
    if options.url and options.register:
        return fail(_USAGE, "--register is about this tree: leave --url out")
    try:
        rules, before = load_thresholds(), read_results(options.baseline)
        golden = load_golden()
        after = read_results(options.run) if options.run else None
    except (ResultsError, ThresholdError) as error:
        return fail(_USAGE, str(error))
    if after is None:
        found = _evaluation(options, settings, build, golden, before)
        after = Results(found.config, found.outcomes)
    if kind(before.config) != kind(after.config):
        return fail(
            _USAGE,
            f"the baseline is {kind(before.config)}, the run is {kind(after.config)}: "
            "give a --baseline of the same kind",
        )
    report = against(before, after, rules, golden)
    print(report.model_dump_json(indent=2) if options.json else _text(report, golden, options.falls))
    if not (options.run or options.url):
        write_gated(settings, gated(report))
    if options.register:
        print(_registered(settings, report, after), file=sys.stderr)
    return 0 if report.passed else _FAILED


def run_baseline(options: argparse.Namespace, settings: Settings, build: Build | None) -> int:
    """Evaluate this tree and write the baseline."""
    questions = [question for question in load_golden() if question.split == "dev"]
    with workspace(settings) as own:
        found = asyncio.run(evaluated(own, wanted(questions, "dev", options.jobs), build or without_llm))
    write_baseline(options.out, found.config, found.outcomes, found.summary)
    print(f"{table(found.summary)}\n\nrelease {found.config.release}: {len(found.outcomes)} rows in {options.out}")
    return 0


def _evaluation(
    options: argparse.Namespace, settings: Settings, build: Build | None, golden: tuple[Golden, ...], before: Results
) -> Evaluation:
    split = before.config.split
    questions = [question for question in golden if split in ("all", question.split)]
    asked = wanted(questions, split, options.jobs)
    if options.url:
        return asyncio.run(evaluated(settings, asked, build or without_llm, options.url))
    with workspace(settings) as own:
        return asyncio.run(evaluated(own, asked, build or without_llm))


def gated(report: Report) -> Gated:
    """The gate's end, for whoever watches."""
    return Gated(
        at=now(),
        release=report.run,
        baseline=report.baseline,
        passed=report.passed,
        compared=report.compared,
        fallen=len(report.fallen),
    )


def _text(report: Report, golden: tuple[Golden, ...], falls: int) -> str:
    width = max(80, min(180, shutil.get_terminal_size((140, 24)).columns))
    return shown(report, {question.id: question.question for question in golden}, width=width, falls=falls)


def _registered(settings: Settings, report: Report, after: Results) -> str:
    from server.releases.registering import register

    passed = f"gate passed: {report.compared} questions against baseline {report.baseline}" if report.passed else None
    release = register(settings, passed)
    if release.name != after.config.release:
        return f"error: release {release.name} was registered, {after.config.release} evaluated: evaluate again"
    return f"release {release.name} is {release.state}"


def kind(config: Config) -> str:
    """What only runs of the same kind have in common, and so can be compared by."""
    return f"split {config.split} {'with' if config.narrate else 'without'} narration"


def against(before: Results, after: Results, rules: Thresholds, golden: Sequence[Golden]) -> Report:
    """The report on `after`."""
    return compare(
        before.outcomes,
        after.outcomes,
        rules,
        baseline=before.config.release,
        run=after.config.release,
        asked_today=[*(question.id for question in golden), *(claim.id for claim in load_claims())],
    )
