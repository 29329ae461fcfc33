"""Figures as the window writes them: few digits, a narrow space before the unit. No Qt."""

from __future__ import annotations

import itertools
import math
import re

THIN = "\u202f"  # and no line ends there
MINUS = "\u2212"
NOT_FINITE = "not finite"
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_OF_A_LAYER = re.compile(r"([dΔ]?[A-Za-z])(\d+)")


def count(n: int) -> str:
    """109386 -> “109,386”."""
    return f"{n:,}"


def counted(n: int, word: str) -> str:
    """1, "epoch" -> “1 epoch”; 2 -> “2 epochs”."""
    return f"{n:,}{THIN}{word}" + ("" if n == 1 else "s")


def figure(value: float) -> str:
    """Three significant digits, never as 1e-05 unless it is that small: “0.0821”, “2.30”, “145”."""
    if not math.isfinite(value):
        return "–"
    if value == 0:
        return "0"
    if abs(value) < 1e-4:
        return f"{value:.1e}"
    decimals = max(2 - math.floor(math.log10(abs(value))), 0)
    return f"{value:,.{decimals}f}"


def scientific(value: float) -> str:
    """Three significant digits of any size: “0.0821”, “−1.20e−4”, “1,230”, “not finite”."""
    if not math.isfinite(value):
        return NOT_FINITE
    if value == 0:
        return "0"
    mantissa, _, power = f"{value:.2e}".partition("e")
    exponent = int(power)
    if -3 <= exponent <= 4:
        text = f"{float(f'{value:.2e}'):,.{max(2 - exponent, 0)}f}"
    else:
        text = f"{mantissa}e{exponent}"
    return text.replace("-", MINUS)


def with_sign(value: float) -> str:
    """As scientific, with its sign: “+0.0821”, “−1.20e−4”, “0”."""
    return ("+" if 0 < value < math.inf else "") + scientific(value)


def signed(value: float) -> str:
    """As scientific, and what is not finite by its name: “−0.00312”, “∞”, “not a number”."""
    if math.isnan(value):
        return "not a number"
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    return scientific(value)


def symbol(name: str) -> str:
    """An array's plain name as the course writes it: “dW2” -> “dW²”; “X” stays."""
    found = _OF_A_LAYER.fullmatch(name)
    return found[1] + found[2].translate(_RAISED) if found else name


def percent(share: float) -> str:
    """0.9812 -> “98.1 %”."""
    return f"{100 * share:.1f}{THIN}%"


def rough_percent(share: float) -> str:
    """0.4567 -> “46 %”."""
    return f"{100 * share:.0f}{THIN}%"


def pace(images_per_second: float) -> str:
    """Rounded to three digits, so that the last ones do not dance."""
    if images_per_second <= 0:
        return "–"
    step = 10 ** max(math.floor(math.log10(images_per_second)) - 2, 0)
    return f"{round(images_per_second / step) * step:,}{THIN}images/s"


def duration(seconds: float) -> str:
    """“4 s”, “3 min 05 s”, “2 h 07 min”."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole}{THIN}s"
    if whole < 3600:
        return f"{whole // 60}{THIN}min {whole % 60:02d}{THIN}s"
    return f"{whole // 3600:,}{THIN}h {whole % 3600 // 60:02d}{THIN}min"


def size(n: float) -> str:
    """Bytes, in the unit that suits them: “2 GB”, “412 MB”, “11.6 MB”, “35 kB”."""
    for unit, factor in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if n >= 0.9995 * factor:  # which is 1.00 of it
            return f"{n / factor:.3g}{THIN}{unit}"
    return counted(round(n), "byte")


def layers(dimensions: tuple[int, ...]) -> str:
    """“784 → 128 → 64 → 10”."""
    return " → ".join(map(str, dimensions))


def parameters(dimensions: tuple[int, ...]) -> int:
    """How many weights and biases a network of these widths has."""
    return sum((a + 1) * b for a, b in itertools.pairwise(dimensions))
