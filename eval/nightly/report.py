"""The report of a finished run as one HTML file that asks no host for anything."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from eval.nightly import answers, headline, replies
from eval.nightly.finished import Finished
from eval.nightly.trends import trends
from eval.nightly.words import milliseconds, points, share
from eval.thresholds import Thresholds

HERE = Path(__file__).parent


def html(finished: Finished, rules: Thresholds) -> str:
    """The page. Questions and answers are untrusted: the template escapes whatever it is given."""
    run, sample = finished.run, finished.narrated
    return _template().render(
        night=finished.night,
        config=run.config,
        total=run.summary.total,
        gate=finished.gate.report if finished.gate else None,
        tiles=headline.tiles(finished, rules),
        bars=headline.bars(finished),
        trends=trends(finished),
        nights=len(finished.past),
        fallen=answers.fallen(finished),
        worst=answers.worst(finished),
        statuses=replies.statuses(run),
        latency=replies.latency(run),
        unscored=replies.unscored(run),
        narrated=answers.told(sample) if sample else None,
        narrated_figures=answers.narrated_figures(sample) if sample else (),
        judge=finished.judge,
        judged=finished.judged,
        agreement=finished.agreement,
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"share": share, "points": points, "ms": milliseconds}
    return environment.get_template("report.html")
