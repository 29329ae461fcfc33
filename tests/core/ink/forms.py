"""Pictures of numbers in forms: a box a digit, combs, tables, lines below."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tests.core.ink.painting import (
    Line,
    Lines,
    cover,
    digit_lines,
    ink_on,
    inside,
    photographed,
    placed,
    seen_from,
    turned,
)


@dataclass(frozen=True)
class FormBoxes:
    """How a number is written into a form, in a picture of boxes of `side` pixels.

    kind: a name of KINDS. gap: between two boxes, of a side; 0 for those that touch. line: the
    width of the form's lines, pen: that of the pen, in pixels. share, ink: of the paper's light
    that lines and ink leave. fill: of a box's height, how high a digit is. stray: how far digits
    are moved, of a side. empty: boxes without a digit, at the end. angle: degrees. dash: pixels.
    """

    kind: str = "boxes"
    side: float = 100
    narrow: float = 1.0
    gap: float = 0.0
    line: float = 3
    pen: float = 7
    share: float = 0.2
    ink: float = 0.15
    fill: float = 0.62
    stray: float = 0.0
    empty: int = 0
    angle: float = 0.0
    tilt: tuple[float, float] = (0.0, 0.0)
    dash: float = 8
    noise: float = 0.0

    def of(self, digits: str, rng: np.random.Generator, draw=digit_lines) -> NDArray[np.uint8]:
        """Grey uint8 (h, w)."""
        wide = self.side * self.narrow
        step = wide + self.gap * self.side
        count = len(digits) + self.empty
        margin = 0.6 * self.side
        size = (round(2 * margin + step * count), round(2 * margin + self.side))
        middle = (size[0] / 2, size[1] / 2)
        turn, tilt = turned(self.angle, middle), seen_from(self.tilt, size)

        def seen(lines: Lines) -> Lines:
            return [tilt(turn(line)) for line in lines]

        boxes = [
            (margin + step * i, margin, margin + step * i + wide, margin + self.side)
            for i in range(count)
        ]
        strokes = []
        for digit, (left, top, right, bottom) in zip(digits, boxes, strict=False):
            aside = rng.uniform(-self.stray, self.stray, 2) * self.side
            centre = ((left + right) / 2 + aside[0], (top + bottom) / 2 + aside[1])
            height = self.fill * self.side * rng.uniform(0.9, 1.1)
            strokes += placed(draw(int(digit), rng), centre, height, 0.8 * wide)
        canvas = np.full(size[::-1], 240.0)
        if self.kind == "dark":
            for left, top, right, bottom in boxes:
                corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom)])
                canvas *= 1 - inside(canvas.shape, tilt(turn(corners))) * (1 - self.share)
            light = cover(canvas.shape, seen(strokes), self.pen)
            canvas = np.maximum(canvas, 235 * light)
        else:
            canvas = ink_on(canvas, seen(KINDS[self.kind](self, boxes)), self.line, self.share)
            canvas = np.minimum(
                canvas, ink_on(np.full(canvas.shape, 240.0), seen(strokes), self.pen, self.ink)
            )
        return photographed(canvas, self.noise, rng)


def _segment(x0: float, y0: float, x1: float, y1: float) -> Line:
    return np.array([(x0, y0), (x1, y1)], float)


def _boxes(form: FormBoxes, boxes: list) -> Lines:
    return [
        np.array([(left, top), (right, top), (right, bottom), (left, bottom), (left, top)], float)
        for left, top, right, bottom in boxes
    ]


def _rounded(form: FormBoxes, boxes: list) -> Lines:
    lines = []
    for left, top, right, bottom in boxes:
        r = 0.18 * form.side
        arcs = []
        for k, (x, y) in enumerate(
            (
                (right - r, top + r),
                (right - r, bottom - r),
                (left + r, bottom - r),
                (left + r, top + r),
            )
        ):
            t = np.linspace(-np.pi / 2, 0, 8) + k * np.pi / 2
            arcs.append(np.column_stack([x + r * np.cos(t), y + r * np.sin(t)]))
        outline = np.concatenate(arcs)
        lines.append(np.concatenate([outline, outline[:1]]))
    return lines


def _dashed(form: FormBoxes, boxes: list) -> Lines:
    lines = []
    for outline in _boxes(form, boxes):
        for start, end in itertools.pairwise(outline):
            length = np.hypot(*(end - start))
            along = (end - start) / length
            at = np.arange(0, length, 2 * form.dash)
            lines += [
                np.array([start + along * a, start + along * min(a + form.dash, length)])
                for a in at
            ]
    return lines


def _dotted(form: FormBoxes, boxes: list) -> Lines:
    lines = []
    for outline in _boxes(form, boxes):
        for start, end in itertools.pairwise(outline):
            length = np.hypot(*(end - start))
            at = np.linspace(0, 1, max(2, round(length / (3 * form.line))))[:, None]
            lines += [np.array([point, point + 0.01]) for point in start + at * (end - start)]
    return lines


def _comb(form: FormBoxes, boxes: list, high: float = 0.3) -> Lines:
    left, _, _, bottom = boxes[0]
    right = boxes[-1][2]
    xs = [*(box[0] for box in boxes), right]
    lines = [_segment(x, bottom - high * form.side, x, bottom) for x in xs]
    return [_segment(left, bottom, right, bottom), *lines]


def _frame(form: FormBoxes, boxes: list) -> Lines:
    left, top, _, bottom = boxes[0]
    right = boxes[-1][2]
    lines = [_segment(box[0], top, box[0], bottom) for box in boxes[1:]]
    return [*_boxes(form, [(left, top, right, bottom)]), *lines]


def _table(form: FormBoxes, boxes: list) -> Lines:
    left, top, _, bottom = boxes[0]
    right, m = boxes[-1][2], 2 * form.side
    return [
        _segment(left - m, top, right + m, top),
        _segment(left - m, bottom, right + m, bottom),
        _segment(left - 0.2 * form.side, top - m, left - 0.2 * form.side, bottom + m),
        _segment(right + 0.2 * form.side, top - m, right + 0.2 * form.side, bottom + m),
    ]


def _underline(form: FormBoxes, boxes: list) -> Lines:
    left, _, _, bottom = boxes[0]
    y = bottom - 0.08 * form.side
    return [_segment(left, y, boxes[-1][2], y + 0.02 * form.side)]


def _grid(form: FormBoxes, boxes: list) -> Lines:
    m, step = 2 * form.side, form.side * form.narrow
    left, top = boxes[0][0] - m, boxes[0][1] - m
    right, bottom = boxes[-1][2] + m, boxes[0][3] + m
    xs = boxes[0][0] + step * np.arange(-3, len(boxes) + 4)
    ys = boxes[0][1] + form.side * np.arange(-3, 5)
    return [_segment(x, top, x, bottom) for x in xs] + [_segment(left, y, right, y) for y in ys]


KINDS = {
    "plain": lambda form, boxes: [],
    "boxes": _boxes,
    "rounded": _rounded,
    "dashed": _dashed,
    "dotted": _dotted,
    "comb": _comb,
    "tall comb": lambda form, boxes: _comb(form, boxes, 1.0),
    "frame": _frame,
    "table": _table,
    "underline": _underline,
    "grid": _grid,
}
