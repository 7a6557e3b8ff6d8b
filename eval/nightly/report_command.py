"""`python -m eval report DIR`: write the report of a finished run anew, a night's or that of `eval run`."""

import argparse
from dataclasses import replace
from pathlib import Path

from eval.gate_command import BASELINE, kind
from eval.golden import load_golden
from eval.outcomes import Results, ResultsError, read_results
from eval.settings import EvalSettings, load_eval_settings
from eval.thresholds import ThresholdError, Thresholds, load_thresholds
from server.advising import Build
from server.errors import fail, settings_message
from server.settings import Settings

_FAILED, _USAGE = 1, 2


def add_report(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the command."""
    report = commands.add_parser("report", help="write the report of a finished run anew")
    report.add_argument("folder", type=Path, metavar="DIR", help="a night's folder, or that of `eval run`")
    report.set_defaults(handler=run_report)


def run_report(options: argparse.Namespace, _: Settings, __: Build | None) -> int:
    """Write, and return the exit status."""
    # Imported here, since they bring matplotlib and SQLAlchemy, which no other command needs.
    from eval.nightly.history import HistoryError
    from eval.nightly.publishing import PAGE

    try:
        settings = load_eval_settings()
    except ValueError as error:
        return fail(_USAGE, settings_message(error))
    try:
        _publish(options.folder, settings, load_thresholds())
    except (ResultsError, ThresholdError) as error:
        return fail(_USAGE, str(error))
    except HistoryError as error:
        return fail(_FAILED, str(error))
    print(options.folder / PAGE)
    return 0


def _publish(folder: Path, settings: EvalSettings, rules: Thresholds) -> None:
    from eval.nightly.finished import examined, read_finished
    from eval.nightly.history import History
    from eval.nightly.publishing import publish, write_page

    finished = read_finished(folder, settings.data_dir)
    if finished.night is None:
        before = read_results(BASELINE)
        if kind(before.config) == kind(finished.run.config):
            after = Results(finished.run.config, finished.run.outcomes)
            finished = replace(finished, gate=examined(before, after, rules, load_golden()))
        write_page(folder, finished, rules)
        return
    history = History.of(settings)
    try:
        history.prepare()
        publish(folder, finished, finished.night, history, rules)
    finally:
        history.close()
