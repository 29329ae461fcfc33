"""Tokens of colour, space and type, for a light and a dark scheme."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from PySide6.QtGui import QColor


@dataclass(frozen=True)
class Tokens:
    """One scheme: colours as "#rrggbb", sizes in logical pixels.

    Text reads at 4.5:1 or better on both grounds, shapes that matter at 3:1 or better. scale: how
    much larger than 100 % text is, and what holds text; the sizes of type are so much larger. line:
    how much thicker than usual plots draw.
    """

    dark: bool
    ground: str  # the window's paper
    ground_raised: str  # fields, menus, cards
    ground_sunken: str  # the rail, the tracks of bars
    ink: str
    ink_soft: str  # notes, units, axis labels
    ink_disabled: str
    hairline: str  # what divides without a box
    outline: str  # the edge of a control, 3:1
    accent: str  # what can be pressed
    accent_hover: str
    accent_soft: str  # behind what is chosen
    accent_text: str  # on accent
    focus: str
    positive: str  # blue
    negative: str  # orange
    good: str
    warning: str
    danger: str
    plot_raw: str
    plot_smooth: str
    plot_validation: str
    plot_grid: str
    # Of curves that are compared; each has a way to be dashed, too.
    series_1: str
    series_2: str
    series_3: str
    series_4: str
    series_5: str
    series_6: str
    series_7: str
    series_8: str
    canvas: str = "#000000"
    canvas_ink: str = "#ffffff"
    canvas_hint: str = "#85827b"
    canvas_edge: str = "#3a3935"
    space_1: int = 4
    space_2: int = 8
    space_3: int = 16
    space_4: int = 24
    space_5: int = 32
    type_note: int = 12
    type_text: int = 14
    type_heading: int = 20
    type_figure: int = 32
    type_answer: int = 120
    radius: int = 6
    motion_ms: int = 160
    scale: float = 1.0
    line: float = 1.0

    def color(self, name: str) -> QColor:
        """The colour called `name` as a QColor."""
        return QColor(getattr(self, name))

    def px(self, length: float) -> int:
        """A length in logical pixels at 100 % -> whole logical pixels beside text of this size."""
        return round(length * self.scale)


LIGHT = Tokens(
    dark=False,
    ground="#faf9f7",
    ground_raised="#ffffff",
    ground_sunken="#f0eeea",
    ink="#1b1a18",
    ink_soft="#615e58",
    ink_disabled="#a5a19a",
    hairline="#dedbd5",
    outline="#8a867f",
    accent="#0b6e5b",
    accent_hover="#095848",
    accent_soft="#d9eae4",
    accent_text="#ffffff",
    focus="#0b6e5b",
    positive="#2166ac",
    negative="#a65205",
    good="#2a7530",
    warning="#855c00",
    danger="#b3261e",
    plot_raw="#cfcbc4",
    plot_smooth="#1b1a18",
    plot_validation="#8e3b7a",
    plot_grid="#e8e5e0",
    series_1="#2166ac",
    series_2="#a65205",
    series_3="#2a7530",
    series_4="#8e3b7a",
    series_5="#b3261e",
    series_6="#0d757f",
    series_7="#7a6200",
    series_8="#55534e",
)

DARK = Tokens(
    dark=True,
    ground="#181816",
    ground_raised="#22211f",
    ground_sunken="#10100f",
    ink="#ecebe6",
    ink_soft="#a5a29a",
    ink_disabled="#65625c",
    hairline="#343330",
    outline="#7b7870",
    accent="#5cc9ae",
    accent_hover="#82dac4",
    accent_soft="#1d3b34",
    accent_text="#06231c",
    focus="#5cc9ae",
    positive="#6cb4f2",
    negative="#f2a65a",
    good="#7cc47f",
    warning="#e3b341",
    danger="#f28b82",
    plot_raw="#4a4843",
    plot_smooth="#ecebe6",
    plot_validation="#e29acb",
    plot_grid="#2b2a28",
    series_1="#6cb4f2",
    series_2="#f2a65a",
    series_3="#7cc47f",
    series_4="#e29acb",
    series_5="#f28b82",
    series_6="#5fc4cf",
    series_7="#e3c341",
    series_8="#b9b6ae",
)

_TYPE = ("type_note", "type_text", "type_heading", "type_figure", "type_answer")


@cache
def in_size(tokens: Tokens, scale: float, line: float = 1.0) -> Tokens:
    """The same scheme with larger text, and with thicker lines in plots; `tokens` itself for 1."""
    if (scale, line) == (tokens.scale, tokens.line):
        return tokens
    sizes = {name: round(getattr(tokens, name) * scale) for name in _TYPE}
    return replace(tokens, **sizes, scale=scale, line=line)
