"""Every panel of the dashboard as a real Prometheus has it, which watched a real server over the scripted LLM, laid out
as Grafana does.

python -m tests.server.metering.plots
"""

import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tests.advisors import copied
from tests.fakes.openai_server import FakeOpenAI
from tests.server.conftest import key_for
from tests.server.metering.prometheus import Panel, Prometheus, panels, prometheus
from tests.server.metering.watched import QUESTIONS, WatchedServer, watched

ROOT = Path(__file__).parents[3]
PICTURE = ROOT / "docs" / "images" / "panels.png"
TYPED = (
    "Which free tools cover continuous integration?",
    "Which roles take part in monitoring?",
    "What would Databricks, Asana and Jenkins cost a team of ten?",
    "How many tools are open source?",
)
ROUNDS = 48
UNITS = {
    "short": ("", 1.0),
    "percentunit": ("share", 1.0),
    "reqps": ("a second", 1.0),
    "s": ("s", 1.0),
    "bytes": ("MB", 1e-6),
    "currencyUSD": ("US cents", 100.0),
}
STYLE = {
    "font.size": 8,
    "axes.titlesize": 8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.formatter.useoffset": False,
    "axes.grid": True,
    "grid.color": "#e4e7ea",
    "lines.linewidth": 1.3,
}


def main() -> None:
    """Ask a server on a copy of `var` for a minute, then plot."""
    with tempfile.TemporaryDirectory() as folder:
        data_dir = copied(ROOT / "var", Path(folder))
        with watched(data_dir) as server, prometheus(data_dir, server.url, server.scraping) as asked:
            program = key_for(data_dir, "ask")
            begun = time.time()
            for number in range(ROUNDS):
                _script(server.llm, number / ROUNDS)
                _ask(server, program, number)
                time.sleep(max(0.0, begun + number + 1 - time.time()))
            asked.wait_for_scrapes(2)
            plotted(asked, begun, time.time()).savefig(PICTURE, dpi=80)


def _script(llm: FakeOpenAI, share: float) -> None:
    """In the second third the LLM is slow, then it fails for a while."""
    llm.first_token_s = 1.2 if 1 / 3 < share < 2 / 3 else 0.1
    llm.fault = "500" if 2 / 3 < share < 5 / 6 else None


def _ask(server: WatchedServer, program: str, number: int) -> None:
    """What readers and a program with a key of its own ask within a second, some of it at once."""
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda question: server.ask(question, narrate=False), TYPED))
        told = pool.submit(server.ask, QUESTIONS[1], key=program)
        answers = list(pool.map(server.ask, QUESTIONS[: 1 + number % 3]))
        told.result()
    if number % 5 == 0:
        server.judge(answers[-1], "down" if number % 10 else "up")
    if number % 10 == 0:
        server.client.get("/nowhere")
        with server.client.stream("POST", "/v1/ask/stream", json={"question": QUESTIONS[1]}) as stream:
            next(stream.iter_lines())  # and leave


def plotted(asked: Prometheus, begun: float, ended: float) -> Figure:
    """A small plot a panel; where one shows numbers only, these."""
    mpl.rcParams.update(STYLE)
    every = panels("10s")
    height = max(panel.place.y + panel.place.h for panel in every)
    figure = Figure(figsize=(16, height / 4))
    for panel in every:
        place = panel.place
        left = place.x / 24 + 0.04
        if not panel.queries:
            figure.text(left, 1 - (place.y + 0.9) / height, panel.title, fontsize=12, color="#0b6b5c", weight="bold")
            continue
        # Room for the title above, and for the numbers of the axes on the left and below.
        axis = figure.add_axes(
            (left, 1 - (place.y + place.h - 1) / height, place.w / 24 - 0.05, (place.h - 2.1) / height)
        )
        axis.set_title(panel.title, loc="left", fontweight="bold")
        if panel.kind == "timeseries":
            _lines(axis, panel, asked, (begun, ended))
        else:
            _numbers(axis, panel, asked)
    return figure


def _lines(axis: Axes, panel: Panel, asked: Prometheus, window: tuple[float, float]) -> None:
    begun, ended = window
    unit, scale = UNITS[panel.unit]
    for legend, query in panel.queries:
        found = asked.get("query_range", query=query, start=str(begun), end=str(ended), step="1")["result"]
        for series in found:
            seconds = [float(at) - begun for at, _ in series["values"]]
            axis.plot(seconds, [float(value) * scale for _, value in series["values"]], label=_named(legend, series))
    axis.set_ylabel(unit)
    top = axis.get_ylim()[1]
    axis.set(xlim=(0, ended - begun), ylim=(-0.04 * top, 1.08 * top))
    axis.legend(framealpha=0.7, edgecolor="none", fontsize=7, handlelength=1, borderpad=0.2, labelspacing=0.2)


def _numbers(axis: Axes, panel: Panel, asked: Prometheus) -> None:
    axis.set_axis_off()
    unit, scale = UNITS[panel.unit]
    lines = [
        f"{_named(legend, series)}: {float(series['value'][1]) * scale:,.0f} {unit}"
        for legend, query in panel.queries
        for series in asked.query(query)
    ]
    axis.text(0, 0.9, "\n".join(lines), va="top", fontsize=9, transform=axis.transAxes)


def _named(legend: str, series: dict[str, Any]) -> str:
    for label, value in series["metric"].items():
        legend = legend.replace(f"{{{{{label}}}}}", value)
    return legend


if __name__ == "__main__":
    main()
