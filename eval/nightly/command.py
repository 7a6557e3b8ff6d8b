"""`python -m eval nightly [--split …] [--family NAME]... [--narrated N] [--date DATE] [--url URL]`: evaluate, compare
with the baseline, narrate a sample, let it be judged, and write the report, the history and the message.

Exit status: 0 passed, 1 fallen or a failure (on stderr), 2 bad usage. A message that could not be posted changes none.
"""

import argparse
import datetime as dt
import sys
from pathlib import Path

from eval.gate_command import BASELINE, kind
from eval.golden import GoldenError, chosen, load_golden
from eval.judging import Wanted, wanted, with_llm, without_llm
from eval.outcomes import ResultsError, read_results
from eval.settings import load_eval_settings
from eval.thresholds import ThresholdError, load_thresholds
from ingest.lock import exclusive
from server.advising import Build
from server.errors import fail, settings_message
from server.settings import Settings

SAMPLE = 50
_FAILED, _USAGE = 1, 2


def add_nightly(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the command."""
    nightly = commands.add_parser("nightly", help="the whole nightly evaluation with its report; exit 1 on a fall")
    nightly.add_argument("--split", choices=("dev", "test", "all"), default="dev")
    nightly.add_argument("--family", action="append", default=[], metavar="NAME", help="only this family (repeatable)")
    nightly.add_argument("--jobs", type=int, default=4, metavar="N", help="questions at a time (default 4)")
    nightly.add_argument("--narrated", type=int, default=SAMPLE, metavar="N", help=f"answers narrated ({SAMPLE})")
    nightly.add_argument("--baseline", type=Path, default=BASELINE, metavar="DIR", help="(default: the committed one)")
    nightly.add_argument("--url", help="evaluate the server at this address instead of this tree")
    nightly.add_argument(
        "--date", type=dt.date.fromisoformat, metavar="YYYY-MM-DD", help="the night (default: today), to go on with it"
    )
    nightly.set_defaults(handler=run_nightly)


def run_nightly(options: argparse.Namespace, settings: Settings, build: Build | None) -> int:
    """Evaluate, write everything, and return the exit status."""
    # Imported here, since they bring matplotlib and SQLAlchemy, which no other command needs.
    from eval.nightly.evaluating import Target
    from eval.nightly.history import HistoryError
    from eval.nightly.night import folder_of, scope_of
    from eval.nightly.running import Plan, whole

    if options.jobs < 1 or options.narrated < 0:
        return fail(_USAGE, "--jobs is 1 or more, --narrated 0 or more")
    try:
        own = load_eval_settings()
    except ValueError as error:
        return fail(_USAGE, settings_message(error))
    try:
        rules, before, golden = load_thresholds(), read_results(options.baseline), load_golden()
        questions = chosen(golden, options.split, options.family)
    except (ResultsError, ThresholdError, GoldenError) as error:
        return fail(_USAGE, str(error))
    if kind(before.config) != f"split {options.split} without narration":
        return fail(_USAGE, f"the baseline is {kind(before.config)}: give a --baseline of split {options.split}")
    asked = wanted(questions, options.split, options.jobs)
    if options.family:
        # The claims are no family of questions.
        asked = Wanted(questions, options.split, options.jobs)
    date, scope = options.date or dt.datetime.now().astimezone().date(), scope_of(options.split, options.family)
    folder = folder_of(own.data_dir, date, scope)
    plan = Plan(own, rules, before, golden, asked, options.narrated, date, scope, folder)
    target = Target(settings, options.url, build or without_llm, build or with_llm)
    try:
        with exclusive(folder / ".lock", wait=False):
            ended = whole(plan, target)
    except BlockingIOError:
        return fail(_FAILED, f"another nightly evaluation is writing {folder}: wait until it ends")
    except HistoryError as error:
        return fail(_FAILED, str(error))
    if ended.unposted:
        print(f"error: the message was not posted to Slack: {ended.unposted}", file=sys.stderr)
    print(ended.line)
    return 0 if ended.passed else _FAILED
