"""Every panel of the dashboards as a real Prometheus has it, which watched a real server being asked, in one picture.

python -m tests.server.metering.plots DATA_FOLDER PNG
"""

import itertools
import math
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure

from tests.server.metering.prometheus import Panel, Prometheus, panels, prometheus
from tests.server.metering.watched import QUESTIONS, watched

TYPED = (
    "Which free tools cover continuous integration?",
    "Which roles take part in monitoring?",
    "What would Databricks, Asana and Jenkins cost a team of ten?",
    "Which tools did Napoleon use?",
    "How many tools are open source?",
)
ROUNDS = 20
PAUSE_S = 0.4
COLUMNS = 5
UNITS = {"percentunit": "share", "reqps": "a second", "s": "s", "bytes": "bytes", "currencyUSD": "US$"}


def main(data_dir: Path, picture: Path) -> None:
    """Ask a hundred typed questions and some that the scripted LLM narrates, then plot."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        server = stack.enter_context(watched(data_dir))
        asked = stack.enter_context(prometheus(Path(folder), server.url))
        begun = time.time()
        for number in range(ROUNDS):
            answers = [server.ask(question, narrate=False) for question in TYPED]
            if number % 3 == 0:
                answers += map(server.ask, QUESTIONS)
            if number % 4 == 0:
                server.judge(answers[-1], "down" if number % 8 else "up")
            time.sleep(PAUSE_S)
        asked.wait_for_scrapes(3)
        figure = plotted(asked, begun)
    figure.savefig(picture, dpi=70)


def plotted(asked: Prometheus, begun: float) -> Figure:
    """A small plot a panel; where one shows numbers only, these."""
    mpl.rcParams.update({"font.size": 8, "axes.titlesize": 9, "axes.spines.top": False, "axes.spines.right": False})
    every = panels("10s")
    rows = math.ceil(len(every) / COLUMNS)
    figure = Figure(figsize=(4 * COLUMNS, 2.4 * rows), layout="constrained")
    axes = figure.subplots(rows, COLUMNS).flat
    for panel, axis in itertools.zip_longest(every, axes):
        if panel is None:
            axis.set_axis_off()
        elif panel.kind == "stat":
            _numbers(axis, panel, asked)
        else:
            _lines(axis, panel, asked, begun)
    return figure


def _lines(axis: Axes, panel: Panel, asked: Prometheus, begun: float) -> None:
    window = {"start": str(begun), "end": str(time.time()), "step": "1"}
    for legend, query in panel.queries:
        for series in asked.get("query_range", query=query, **window)["result"]:
            points = [(float(at), float(value)) for at, value in series["values"]]
            dates, values = zip(*points, strict=True)
            axis.plot(mpl.dates.num2date([at / 86_400 for at in dates]), values, label=_named(legend, series))
    axis.set_title(panel.title, loc="left", fontweight="bold")
    axis.set_ylabel(UNITS.get(panel.unit, ""))
    axis.set_ylim(bottom=0)
    locator = AutoDateLocator(maxticks=4)
    axis.xaxis.set_major_locator(locator)
    axis.xaxis.set_major_formatter(ConciseDateFormatter(locator, show_offset=False))
    axis.legend(frameon=False, fontsize=7, loc="best")


def _numbers(axis: Axes, panel: Panel, asked: Prometheus) -> None:
    axis.set_axis_off()
    axis.set_title(panel.title, loc="left", fontweight="bold")
    lines = [
        f"{_named(legend, series)}: {float(series['value'][1]):,.0f} {UNITS.get(panel.unit, '')}"
        for legend, query in panel.queries
        for series in asked.query(query)
    ]
    axis.text(0.02, 0.9, "\n".join(lines), va="top", fontsize=11, transform=axis.transAxes)


def _named(legend: str, series: dict[str, Any]) -> str:
    for label, value in series["metric"].items():
        legend = legend.replace(f"{{{{{label}}}}}", value)
    return legend


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
