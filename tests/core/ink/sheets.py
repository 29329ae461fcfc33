"""Pictures of a sheet on a table: turned, tilted, half in a shadow, on wood or on cloth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tests.core.ink.painting import (
    Canvas,
    cover,
    digit_lines,
    inside,
    photographed,
    placed,
    seen_from,
    turned,
)


@dataclass(frozen=True)
class SheetPhoto:
    """How a number on a sheet is photographed.

    table: a name of TABLES, or None where the sheet fills the picture. dark: the table's grey
    level. sheet: the share of the picture's width and height that the sheet takes. angle: degrees.
    aside: how far the sheet is moved, as shares of the picture. shadow: the share of the light that
    it takes; soft: how wide its edge is, of the picture's width; across: where its edge passes, 0.5
    in the middle; turn: its angle. ink: the share of light the ink leaves.
    """

    width: int = 800
    height: int = 600
    table: str | None = "even"
    dark: float = 60
    sheet: tuple[float, float] = (0.6, 0.5)
    angle: float = 0.0
    tilt: tuple[float, float] = (0.0, 0.0)
    aside: tuple[float, float] = (0.0, 0.0)
    digit: float = 0.16
    pen: float = 0.075
    ink: float = 0.2
    shadow: float = 0.0
    soft: float = 0.002
    across: float = 0.5
    turn: float = 30.0
    vignette: float = 0.0
    rules: float = 0.0
    noise: float = 2.0

    def of(self, digits: str, rng: np.random.Generator, draw=digit_lines) -> NDArray[np.uint8]:
        """Grey uint8 (height, width)."""
        size = np.array([self.width, self.height])
        shape = (self.height, self.width)
        y, x = np.mgrid[: self.height, : self.width]
        paper = np.full(shape, 235.0)
        middle = size / 2 + np.array(self.aside) * size
        turn, tilt = turned(self.angle, tuple(middle)), seen_from(self.tilt, tuple(size))
        half = np.array(self.sheet) * size / 2
        height = self.digit * self.height
        step = min(0.95 * height, 1.7 * half[0] / len(digits))
        first = middle[0] - step * (len(digits) - 1) / 2
        strokes = []
        for number, digit in enumerate(digits):
            at = (first + step * number, middle[1] + rng.normal(0, 0.04) * height)
            high = height * rng.uniform(0.9, 1.1)
            strokes += placed(draw(int(digit), rng), at, high, 0.8 * step)
        if self.rules:
            at = np.arange(middle[1] - half[1], middle[1] + half[1], self.rules * height)
            lines = [np.array([(middle[0] - half[0], a), (middle[0] + half[0], a)]) for a in at]
            paper *= 1 - 0.3 * cover(shape, [tilt(turn(line)) for line in lines], 2)
        ink = cover(shape, [tilt(turn(line)) for line in strokes], self.pen * height)
        paper *= 1 - ink * (1 - self.ink)
        if self.table is not None:
            corners = middle + half * np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)])
            on = inside(shape, tilt(turn(corners)))
            paper = on * paper + (1 - on) * TABLES[self.table](x, y, self.dark, rng)
        light = 1 - self.vignette * (
            ((x / self.width - 0.5) ** 2 + (y / self.height - 0.5) ** 2) * 2
        )
        cos, sin = np.cos(np.radians(self.turn)), np.sin(np.radians(self.turn))
        along = (x / self.width - 0.5) * cos + (y / self.height - 0.5) * sin - (self.across - 0.5)
        light = light * (1 - self.shadow / (1 + np.exp(np.clip(-along / self.soft, -50, 50))))
        return photographed(paper * light, self.noise, rng)


def _even(x: Canvas, y: Canvas, dark: float, rng: np.random.Generator) -> Canvas:
    return np.full(x.shape, dark)


def _wood(x: Canvas, y: Canvas, dark: float, rng: np.random.Generator) -> Canvas:
    waves = np.sin(y / 3.5 + 3 * np.sin(x / 90)) + np.sin(y / 11 + 2 * np.sin(x / 130) + 1)
    return dark * (1 + 0.13 * waves) + rng.normal(0, 2, x.shape)


def _cloth(x: Canvas, y: Canvas, dark: float, rng: np.random.Generator) -> Canvas:
    checks = ((x // 28) % 2 + (y // 28) % 2) / 2
    return dark * (0.5 + checks)


TABLES = {"even": _even, "wood": _wood, "cloth": _cloth}
