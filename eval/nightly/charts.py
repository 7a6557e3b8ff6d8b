"""Charts as inline SVG whose colours are the page's own, so that they follow its light and dark."""

import datetime as dt
import io
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl
import numpy as np
from markupsafe import Markup
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator, NullLocator

_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
# Drawn in these (`charts.mplstyle` too), shown in what the style sheet says.
_DYES = {
    "#0a0b01": "var(--muted)",
    "#0a0b02": "var(--line)",
    "#0a0b11": "var(--series-1)",
    "#0a0b12": "var(--series-2)",
    "#0a0b13": "var(--series-3)",
    "#0a0b14": "var(--series-4)",
    "#0a0b20": "var(--bad)",
}
_, _, *SERIES, _FELL = _DYES
_STYLE = Path(__file__).parent / "charts.mplstyle"
_WIDTH_IN, _HEIGHT_IN = 3.4, 1.55
_NAMED = 5


@dataclass(frozen=True)
class Line:
    """One curve; None where a night has no value."""

    label: str
    values: Sequence[float | None]


@dataclass(frozen=True)
class Nights:
    """The nights that curves go over, and the places of those that fell among them."""

    dates: Sequence[dt.date]
    fell: Sequence[int]


def trend(name: str, nights: Nights, lines: Sequence[Line], *, milliseconds: bool = False) -> Markup:
    """The curves over the nights, shares or milliseconds from 0; a mark on the axis where a night fell."""
    with style.context(_STYLE):
        figure, axes = _figure()
        for line, colour in zip(lines, SERIES, strict=False):
            values = np.array([np.nan if value is None else value for value in line.values], dtype=float)
            axes.plot(values, color=colour, marker="o", markersize=2.6, clip_on=False)
        axes.plot(
            nights.fell,
            np.zeros(len(nights.fell)),
            transform=axes.get_xaxis_transform(),
            color=_FELL,
            marker="^",
            markersize=4,
            linestyle="none",
            clip_on=False,
        )
        _days(axes, nights.dates)
        axes.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
        axes.yaxis.set_major_formatter(FuncFormatter(_milliseconds if milliseconds else _percent))
        _room(axes, [value for line in lines for value in line.values if value is not None], milliseconds)
        return _svg(figure, name)


def histogram(name: str, milliseconds: Sequence[float]) -> Markup:
    """How many answers took how long, on a logarithmic axis."""
    with style.context(_STYLE):
        figure, axes = _figure()
        times = np.maximum(np.asarray(milliseconds, dtype=float), 0.1)
        low, high = np.log10(times.min()), np.log10(times.max())
        bins = np.logspace(low, max(high, low + 0.3), 28)
        axes.hist(times, bins=list(bins), color=SERIES[0], rwidth=0.86)
        axes.set_xscale("log")
        axes.xaxis.set_minor_locator(NullLocator())
        axes.xaxis.set_major_formatter(FuncFormatter(_milliseconds))
        axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
        return _svg(figure, name)


def _figure() -> tuple[Figure, Axes]:
    figure = Figure(figsize=(_WIDTH_IN, _HEIGHT_IN), layout="constrained")
    return figure, figure.add_subplot()


def _days(axes: Axes, dates: Sequence[dt.date]) -> None:
    """Nights stand side by side whatever days lie between them; as many are named as there is room for."""
    named = sorted({round(at) for at in np.linspace(0, len(dates) - 1, min(len(dates), _NAMED))})
    axes.set_xticks(named, [f"{dates[at].day} {dates[at]:%b}" for at in named])


def _room(axes: Axes, values: Sequence[float], milliseconds: bool) -> None:
    """Room around the curves: from 0 for times, never beyond 100 %, and no noise drawn as a mountain."""
    low, high = min(values), max(values)
    if milliseconds:
        axes.set_ylim(0, high * 1.2 or 1)
    else:
        margin = max((high - low) * 0.25, 0.005)
        axes.set_ylim(max(low - margin, 0), min(high + margin, 1))


def _percent(value: float, _: float) -> str:
    return f"{value * 100:.4g} %"


def _milliseconds(value: float, _: float) -> str:
    return f"{value / 1000:g} s" if value >= 1000 else f"{value:g} ms"


def _svg(figure: Figure, name: str) -> Markup:
    """The figure without what only a file of its own needs, and with ids that no other chart has."""
    written = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": name}):
        figure.savefig(written, format="svg", transparent=True, metadata={"Date": None})
    for prefix, address in (("", _SVG), ("xlink", _XLINK)):
        ET.register_namespace(prefix, address)
    root = ET.fromstring(written.getvalue())  # noqa: S314 -- our own drawing
    defs = root.findall(f"{{{_SVG}}}defs")
    for name_of_part, parents in (("metadata", [root]), ("style", defs)):
        for parent in parents:
            for part in parent.findall(f"{{{_SVG}}}{name_of_part}"):
                # A style would hold for the whole page.
                parent.remove(part)
    for group in root.iter(f"{{{_SVG}}}g"):
        group.attrib.pop("id", None)
    for measure in ("width", "height"):
        root.attrib.pop(measure, None)
    root.set("role", "img")
    root.set("aria-label", name)
    text = ET.tostring(root, encoding="unicode")
    for dye, colour in _DYES.items():
        text = text.replace(dye, colour)
    # The curves' own labels and the libraries' numbers are all the text there is, and both are escaped.
    return Markup(text)  # noqa: S704 -- as said
