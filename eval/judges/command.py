"""`python -m eval judge [--results DIR | --calibrate] [--sample N] [--metric NAME]... [--repeats K] [--embedded]`.

Judges a sample of the rows of a finished run and writes `judge.jsonl` and `judge.json` beside them; with
`--calibrate`, judges labelled cases, prints how far the judge agrees and keeps that for the nightly report. Exit
status: 0 when judging finished, whatever came out; 1 when not one judgement succeeded.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from eval.golden import GoldenError
from eval.judges.agreement import agreement, label_flaws, load_labels
from eval.judges.agreement import shown as agreement_shown
from eval.judges.case import METRICS, Case, Judgement, Metric, case_of
from eval.judges.judging import Scores, judged, shown, summed
from eval.judges.sampling import newest, read_rows, sampled
from eval.settings import EvalSettings, JudgeSettings, load_eval_settings
from server.advising import Build
from server.errors import settings_message
from server.settings import Settings

# The prompts of ragas and a dozen passages; the advisor's own window is too small for them.
EMBEDDED_CONTEXT = 8192
AGREEMENT = "agreement.json"
_LOADING_S = 120
_USAGE = 2


def add_judge(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the command."""
    parser = commands.add_parser("judge", help="let an LLM judge a sample of a finished run, or the labelled cases")
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--results", type=Path, metavar="DIR", help="a run's folder (default: the newest)")
    source.add_argument("--calibrate", action="store_true", help="judge the labelled cases and print the agreement")
    parser.add_argument("--sample", type=int, default=20, metavar="N", help="most cases judged, over all families (20)")
    parser.add_argument("--metric", action="append", choices=METRICS, help="only this metric (repeatable)")
    parser.add_argument("--repeats", type=int, metavar="K", help="judgements of each case (default: the settings')")
    parser.add_argument("--embedded", action="store_true", help="judge with the embedded LLM: proves the way, no more")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(handler=run_judge)


def run_judge(options: argparse.Namespace, _: Settings, __: Build) -> int:
    """Judge, print, and return the exit status."""
    try:
        settings = load_eval_settings()
    except ValueError as error:
        print(f"error: {settings_message(error)}", file=sys.stderr)
        return _USAGE
    if settings.judge.base_url is None and not options.embedded:
        raise GoldenError("no judge: set ADVISOR_JUDGE__BASE_URL to an OpenAI-compatible endpoint, or add --embedded")
    summary, text, judgements = asyncio.run((_calibrated if options.calibrate else _run)(options, settings))
    print(json.dumps(summary, indent=2) if options.json else text)
    return int(all(judgement.score is None for judgement in judgements))


Outcome = tuple[dict[str, Any], str, list[Judgement]]


async def _run(options: argparse.Namespace, settings: EvalSettings) -> Outcome:
    folder = options.results or newest(settings.data_dir / "eval" / "results")
    async with _judging(settings, embedded=options.embedded) as (scores, judge):
        return await _judged(folder, options.sample, options.metric or METRICS, scores, judge, _repeats(options, judge))


async def judge_all(folder: Path, settings: EvalSettings) -> Outcome:
    """Let the judge of the settings judge every row in `folder`, by every metric."""
    async with _judging(settings, embedded=False) as (scores, judge):
        return await _judged(folder, None, METRICS, scores, judge, judge.repeats)


async def _judged(  # noqa: PLR0913, PLR0917 - what, who, how often
    folder: Path, sample: int | None, metrics: Sequence[Metric], scores: Scores, judge: JudgeSettings, repeats: int
) -> Outcome:
    cases = [case for case in map(case_of, read_rows(folder)) if case is not None]
    if sample is not None:
        cases = sampled(cases, sample)
    judgements = await judged(scores, cases, metrics, repeats=repeats, jobs=judge.jobs)
    found = summed(judgements)
    summary = {"judge": judge.model, "sample": len(cases), "metrics": [line.model_dump() for line in found]}
    lines = "".join(f"{judgement.model_dump_json()}\n" for judgement in judgements)
    (folder / "judge.jsonl").write_text(lines, encoding="utf-8")
    (folder / "judge.json").write_text(f"{json.dumps(summary, indent=2)}\n", encoding="utf-8")
    return summary, f"{shown(found)}\n\n{len(cases)} cases judged by {judge.model}, written to {folder}", judgements


async def _calibrated(options: argparse.Namespace, settings: EvalSettings) -> Outcome:
    labels = load_labels()
    flaw = next(iter(label_flaws(labels)), None)
    if flaw is not None:
        raise GoldenError(f"labels.jsonl: {flaw}")
    metrics: Sequence[Metric] = options.metric or METRICS
    chosen = {label.id: label for label in labels if label.metric in metrics}
    # A family a metric and label, so that a small sample holds as many good as bad.
    drawn = [each.case.model_copy(update={"family": f"{each.metric} {each.label}"}) for each in chosen.values()]
    kept = sampled(drawn, options.sample)
    judgements: list[Judgement] = []
    async with _judging(settings, embedded=options.embedded) as (scores, judge):
        for metric in metrics:
            cases: list[Case] = [case for case in kept if chosen[case.id].metric == metric]
            judgements += await judged(scores, cases, [metric], repeats=_repeats(options, judge), jobs=judge.jobs)
    found = agreement([chosen[case.id] for case in kept], judgements)
    summary = {
        "judge": judge.model,
        "agreement": [line.model_dump() for line in found],
        "metrics": [line.model_dump() for line in summed(judgements)],
    }
    file = settings.data_dir / "eval" / AGREEMENT
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{json.dumps(summary, indent=2)}\n", encoding="utf-8")
    return summary, f"{agreement_shown(found)}\n\n{shown(summed(judgements))}\n\njudged by {judge.model}", judgements


@asynccontextmanager
async def _judging(settings: EvalSettings, *, embedded: bool) -> AsyncIterator[tuple[Scores, JudgeSettings]]:
    """The judge and what it is."""
    from eval.judges.endpoint import Endpoint
    from eval.judges.metrics import Judge
    from ingest.embedding import IN_PROCESS
    from ingest.fetch import fetch_model
    from ingest.minilm import MiniLM
    from server.llama import Supervisor

    encoder = MiniLM(fetch_model(IN_PROCESS, settings.data_dir))
    supervisor = None
    judge, address = settings.judge, settings.judge.base_url
    if embedded:
        judge = judge.model_copy(update={"model": settings.llm.model})
        model = fetch_model(settings.llm.model, settings.data_dir)
        supervisor = Supervisor(model, context_window=EMBEDDED_CONTEXT, threads=settings.llm.threads)
        address = supervisor.base_url
    assert address is not None  # noqa: S101 -- checked before
    endpoint = Endpoint(judge, address)
    try:
        if supervisor is not None:
            await supervisor.start()
            await supervisor.wait_ready(_LOADING_S)
        yield Judge(endpoint, encoder), judge
    finally:
        await endpoint.aclose()
        if supervisor is not None:
            await supervisor.stop()


def _repeats(options: argparse.Namespace, judge: JudgeSettings) -> int:
    return int(options.repeats or judge.repeats)
