"""The report of a finished run as one HTML file that asks no host for anything."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from eval.nightly import views
from eval.nightly.finished import Finished
from eval.thresholds import Thresholds

HERE = Path(__file__).parent


def html(finished: Finished, rules: Thresholds) -> str:
    """The page. Questions and answers are untrusted: the template escapes whatever it is given."""
    return _template().render(
        night=finished.night,
        config=finished.run.config,
        total=finished.run.summary.total,
        gate=finished.gate.report if finished.gate else None,
        tiles=views.tiles(finished, rules),
        trends=views.trends(finished),
        nights=len(finished.past),
        bars=views.bars(finished),
        fallen=views.fallen(finished),
        worst=views.worst(finished),
        statuses=views.statuses(finished.run),
        latency=views.latency(finished.run.rows),
        narrated=views.told(finished.narrated) if finished.narrated else None,
        narrated_figures=views.narrated_figures(finished.narrated) if finished.narrated else (),
        judge=finished.judge,
        judged=finished.judged,
        agreement=finished.agreement,
        unscored=views.unscored(finished),
        limits=views,
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"share": views.share, "points": views.points, "ms": views.milliseconds}
    return environment.get_template("report.html")
