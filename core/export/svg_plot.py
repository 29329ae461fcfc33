"""A plot as an SVG drawing within a page, in the page's own colours, told in words as well."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.web_page import escape

STYLE = """
svg.plot { width: 100%; height: auto; display: block; font: 12px system-ui, sans-serif; }
svg.plot text { fill: var(--soft); } svg.plot .grid { stroke: var(--line); stroke-width: 1; }
svg.plot .line { fill: none; stroke-width: 2; stroke-linejoin: round; }
svg.plot .band { stroke: none; opacity: 0.18; }
svg.plot .first { stroke: var(--accent); }
svg.plot .band.first, svg.plot circle.first { fill: var(--accent); }
svg.plot .second { stroke: var(--warn); stroke-dasharray: 6 3; }
svg.plot circle.second { fill: var(--ground); stroke-dasharray: none; stroke-width: 1.5; }
svg.plot text.first { fill: var(--accent); stroke: none; }
svg.plot text.second { fill: var(--warn); stroke: none; }
"""
WIDTH, HEIGHT = 500, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 132, 12, 36
_MOST_POINTS = 300
_MOST_MARKS = 40
_FEWEST_BETWEEN_LABELS = 14  # pixels


@dataclass(frozen=True, eq=False)
class Line:
    """name: at its end. x, y: float64 (n,), x ascending. A line of many points is drawn as the mean
    of neighbours, with a band from the least to the largest."""

    name: str
    x: NDArray[np.float64]
    y: NDArray[np.float64]

    @classmethod
    def of(cls, name: str, x: ArrayLike, y: ArrayLike) -> Line:
        """Of the points that are finite."""
        places, values = np.asarray(x, np.float64), np.asarray(y, np.float64)
        shown = np.isfinite(values)
        return cls(name, places[shown], values[shown])


@dataclass(frozen=True)
class VerticalAxis:
    """is_log: the distance of two values is that of their logarithms. unit: behind each tick."""

    is_log: bool = False
    unit: str = ""


def plot(title: str, words: str, lines: Sequence[Line], across: str, axis: VerticalAxis) -> str:
    """The drawing of one or two lines; what it shows, in `words`, is read out in its place."""
    shown = [line for line in lines if len(line.x)]
    if not shown:
        return f'<p class="soft">{escape(title)}: there is nothing to draw.</p>'
    frame = _Frame.around(shown, axis)
    parts = [*_ticks(frame, axis), f'<text x="{_LEFT}" y="{HEIGHT - 4}">{escape(across)}</text>']
    labels: list[float] = []
    for line, css in zip(shown, ("first", "second"), strict=False):
        parts += _drawn(line, css, frame)
        at = float(frame.y(line.y[-1:])[0])
        if labels and abs(at - labels[0]) < _FEWEST_BETWEEN_LABELS:
            at = labels[0] + math.copysign(_FEWEST_BETWEEN_LABELS, at - labels[0] or -1)
        labels.append(at)
        end = _number(float(line.y[-1]), axis)
        label = f"{escape(line.name)} {end}"
        parts.append(
            f'<text class="{css}" x="{WIDTH - _RIGHT + 8}" y="{at + 4:.1f}">{label}</text>'
        )
    return (
        f'<svg class="plot" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">'
        f"<title>{escape(title)}</title><desc>{escape(words)}</desc>{''.join(parts)}</svg>"
    )


@dataclass(frozen=True)
class _Frame:
    """What of both axes is seen; y on a logarithmic scale as its logarithm."""

    right: float
    low: float
    high: float
    is_log: bool

    @classmethod
    def around(cls, lines: Sequence[Line], axis: VerticalAxis) -> _Frame:
        values = _scaled(np.concatenate([line.y for line in lines]), axis.is_log)
        low, high = float(values.min()), float(values.max())
        margin = 0.05 * (high - low) or 0.05 * abs(high) or 0.5
        return cls(
            max(float(line.x[-1]) for line in lines), low - margin, high + margin, axis.is_log
        )

    def x(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * values / max(self.right, 1e-9)

    def y(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        share = (_scaled(values, self.is_log) - self.low) / (self.high - self.low)
        return HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * share


def _scaled(values: NDArray[np.float64], is_log: bool) -> NDArray[np.float64]:
    return np.log10(np.maximum(values, 1e-9)) if is_log else values


def _drawn(line: Line, css: str, frame: _Frame) -> list[str]:
    parts = []
    size = math.ceil(len(line.x) / _MOST_POINTS)
    starts = np.arange(0, len(line.x), size)
    ends = np.append(starts[1:], len(line.x))
    x = line.x[ends - 1]
    if size > 1:
        above = _points(x, np.maximum.reduceat(line.y, starts), frame)
        below = _points(x, np.minimum.reduceat(line.y, starts), frame)
        parts.append(f'<polygon class="band {css}" points="{" ".join(above + below[::-1])}"/>')
    means = np.add.reduceat(line.y, starts) / (ends - starts)
    points = _points(x, means, frame)
    parts.append(f'<polyline class="line {css}" points="{" ".join(points)}"/>')
    if len(points) <= _MOST_MARKS:
        circles = (each.split(",") for each in points)
        parts += [f'<circle class="{css}" cx="{x}" cy="{y}" r="3"/>' for x, y in circles]
    return parts


def _points(x: NDArray[np.float64], y: NDArray[np.float64], frame: _Frame) -> list[str]:
    return [f"{a:.1f},{b:.1f}" for a, b in zip(frame.x(x), frame.y(y), strict=True)]


def _ticks(frame: _Frame, axis: VerticalAxis) -> list[str]:
    parts = []
    for value in _round_numbers(frame):
        at = float(frame.y(np.array([value]))[0])
        parts.append(f'<path class="grid" d="M{_LEFT} {at:.1f}H{WIDTH - _RIGHT}"/>')
        text = _number(value, axis)
        parts.append(f'<text x="{_LEFT - 6}" y="{at + 4:.1f}" text-anchor="end">{text}</text>')
    for value in _linear_ticks(0, frame.right, 4):
        at = float(frame.x(np.array([value]))[0])
        parts.append(
            f'<text x="{at:.1f}" y="{HEIGHT - 20}" text-anchor="middle">{value:,.6g}</text>'
        )
    return parts


def _round_numbers(frame: _Frame) -> list[float]:
    if not frame.is_log:
        return _linear_ticks(frame.low, frame.high, 4)
    decades = range(math.floor(frame.low), math.ceil(frame.high) + 1)
    for steps in ((1,), (1, 3), (1, 2, 5)):
        found = [step * 10.0**each for each in decades for step in steps]
        found = [each for each in found if frame.low <= math.log10(each) <= frame.high]
        if len(found) > 2:
            return found[:: math.ceil(len(found) / 6)]
    return _linear_ticks(10**frame.low, 10**frame.high, 4)


def _linear_ticks(low: float, high: float, most: int) -> list[float]:
    """At most so many and one, apart by 1, 2 or 5 times a power of ten."""
    rough = max(high - low, 1e-9) / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(each * power for each in (1, 2, 5, 10) if each * power >= rough * 0.999)
    first = math.ceil(low / step - 1e-9)
    return [round(k * step, 12) for k in range(first, math.floor(high / step + 1e-9) + 1)]


def _number(value: float, axis: VerticalAxis) -> str:
    return f"{value:.3g}{axis.unit}"
