"""The comparison as a picture: each system's share or mean with its 95 % interval, in a panel for each kind of mark."""

import io
import re
from collections.abc import Sequence
from statistics import fmean

import matplotlib as mpl
from matplotlib.figure import Figure

from eval.peers.comparing import OURS, SYSTEMS
from eval.peers.records import PeerRow
from eval.peers.report import NAMES, bounds, marks

_PANELS = {
    "exact": "exact",
    "declined": "declined what is not there",
    "citation_recall": "citation recall",
    "unsupported": "unsupported sentences",
}
_OURS, _OTHERS, _INK, _LINE = "#00796b", "#5f6368", "#202124", "#dadce0"
_SIZE_IN = (9.2, 2.7)


def plot(rows: Sequence[PeerRow]) -> str:
    """An SVG, on white: the same rows give the same text."""
    with mpl.rc_context({"svg.hashsalt": "peers", "svg.fonttype": "none", "font.size": 8, "text.color": _INK}):
        figure = Figure(figsize=_SIZE_IN)
        figure.subplots_adjust(left=0.215, right=0.985, top=0.87, bottom=0.13, wspace=0.14)
        panels = figure.subplots(1, len(_PANELS), sharey=True)
        for axes, (name, title) in zip(panels, _PANELS.items(), strict=True):
            for at, system in enumerate(SYSTEMS):
                found = marks(rows, system, name)
                if not found:
                    continue
                colour, mean = _OURS if system == OURS else _OTHERS, fmean(found)
                low, high = bounds(name, found) or (mean, mean)
                axes.plot([low, high], [at, at], color=colour, linewidth=2, solid_capstyle="round")
                axes.plot([mean], [at], color=colour, marker="o", markersize=5)
            axes.set_title(title, fontsize=8.5, loc="left")
            axes.set_xlim(-0.04, 1.04)
            axes.set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
            axes.set_yticks(range(len(SYSTEMS)), [NAMES[system].strip("*") for system in SYSTEMS])
            axes.set_ylim(len(SYSTEMS) - 0.5, -0.5)
            axes.grid(color=_LINE, linewidth=0.6)
            axes.set_axisbelow(True)
            axes.tick_params(length=0)
            axes.spines[:].set_visible(False)
        written = io.StringIO()
        figure.savefig(written, format="svg", metadata={"Date": None})
    # What matplotlib says of itself and its fonts' list is no part of the picture.
    return re.sub(r" <metadata>.*?</metadata>\n", "", written.getvalue(), flags=re.DOTALL)
