"""Shares of several scales as a radar. A drawing alone: whoever shows it puts the same numbers beside it in words."""

from collections.abc import Sequence
from math import cos, pi, sin
from textwrap import wrap
from typing import NamedTuple

from ui.markup import text

WIDTH, HEIGHT = 400, 290
RADIUS = 108
RINGS = 4
LABEL_GAP = 14
LABEL_CHARS = 12  # a longer name is broken into lines
LINE = 17


class Axis(NamedTuple):
    """One scale: what is reached of it, and what could be, as shares from 0 to 1."""

    name: str
    reached: float
    possible: float


def radar_html(axes: Sequence[Axis], description: str) -> str:
    """The axes from the top clockwise; what could be reached is dashed around what is."""
    rings = "".join(_polygon("ring", [ring / RINGS] * len(axes)) for ring in range(1, RINGS + 1))
    spokes, labels = [], []
    for index, axis in enumerate(axes):
        x, y = _point(index, len(axes), 1)
        spokes.append(f'<line class="ring" x1="{WIDTH / 2}" y1="{HEIGHT / 2}" x2="{x:.1f}" y2="{y:.1f}"></line>')
        labels.append(_label(axis.name, *_point(index, len(axes), 1 + LABEL_GAP / RADIUS)))
    dots = [_point(index, len(axes), axis.reached) for index, axis in enumerate(axes)]
    return (
        f'<svg class="radar" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{text(description)}">'
        f"{rings}{''.join(spokes)}"
        + _polygon("possible", [axis.possible for axis in axes])
        + _polygon("reached", [axis.reached for axis in axes])
        + "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4"></circle>' for x, y in dots)
        + f"{''.join(labels)}</svg>"
    )


def _point(index: int, count: int, share: float) -> tuple[float, float]:
    angle = 2 * pi * index / count - pi / 2
    return WIDTH / 2 + RADIUS * share * cos(angle), HEIGHT / 2 + RADIUS * share * sin(angle)


def _polygon(kind: str, shares: Sequence[float]) -> str:
    points = (_point(index, len(shares), share) for index, share in enumerate(shares))
    return f'<polygon class="{kind}" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}"></polygon>'


def _label(name: str, x: float, y: float) -> str:
    anchor = "middle" if abs(x - WIDTH / 2) < 1 else "start" if x > WIDTH / 2 else "end"
    lines = "".join(
        f'<tspan x="{x:.1f}" dy="{LINE if index else 0}">{text(line)}</tspan>'
        for index, line in enumerate(wrap(name, LABEL_CHARS))
    )
    return f'<text x="{x:.1f}" y="{y + 4:.1f}" text-anchor="{anchor}">{lines}</text>'
