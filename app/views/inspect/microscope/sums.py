"""A number as the sum that it is, in symbols and in numbers, and the panel that shows it."""

from __future__ import annotations

import math

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.look import sizes, theme
from app.look.figures import MINUS, count, signed, symbol
from app.views.inspect.microscope.words import SLOPES
from app.views.widgets.plain import PlainLabel, plain_tip
from core.data.dataset import DIGITS
from core.inspection.differences import NumberCheck
from core.inspection.explanation import Explanation, Factor, Term
from core.inspection.gradient_check import TOLERANCE
from core.inspection.walk import Walk

NUMBERS_HEIGHT = 34  # two lines
HINT = "Point at a cell, or walk to it with the arrow keys: its number is spelled out here."
CHECK_TIP = "The central difference (loss(x + h) − loss(x − h)) / 2h of this very number"
PICTURE_TIP = "Unit {1} of layer {0} in the picture of the network"
NO_PICTURE_TIP = "This number belongs to no unit of the network"
NO_CHECK_TIP = "Only gradients are checked: choose a stop on the way back"


def sum_of(walk: Walk, explanation: Explanation) -> tuple[str, str]:
    """The explained number in symbols, and the same in numbers.

    (“dW²[12, 40] = 1/32 · Σ dZ²[12, j]·H¹[40, j]”, “= 1/32 · (0.031·0.82 + …) = 0.0009”).
    """
    cell = f"{symbol(explanation.name)}[{explanation.index[0]}, {explanation.index[1]}]"
    symbols, numbers = _SUMS[explanation.rule](walk, explanation)
    value = signed(explanation.value)
    if not symbols:
        return f"{cell} = {value}", numbers
    return f"{cell} = {symbols}", f"= {numbers} = {value}" if numbers else f"= {value}"


def _number(value: float) -> str:
    """A factor or a term; in brackets where it is negative."""
    text = signed(value)
    return f"({text})" if text.startswith(MINUS) else text


def _product(term: Term) -> str:
    return "·".join(_number(factor.value) for factor in term.factors)


def _at(factor: Factor) -> str:
    return f"{symbol(factor.name)}[{factor.index[0]}, {factor.index[1]}]"


def _sum(explanation: Explanation) -> str:
    """The terms with + between them. Products that are 0 are counted with the rest, not written."""
    named = [
        term
        for n, term in enumerate(explanation.terms)
        if term.value or len(term.factors) == 1 or n == 0
    ]
    parts = [_product(term) for term in named]
    more = explanation.rest_count + len(explanation.terms) - len(named)
    if more:
        parts.append(f"{_number(explanation.rest)} from {count(more)} more")
    return " + ".join(parts)


def _probability(value: float) -> str:
    """A probability, with enough digits to differ from 1: “0.000812”, “0.9999188”."""
    short_of_1 = 1 - value
    if not 0 < short_of_1 < 0.5:
        return signed(value)
    return f"{value:.{min(2 - math.floor(math.log10(short_of_1)), 15)}f}"


def _linear(walk: Walk, explanation: Explanation) -> tuple[str, str]:
    i, j = explanation.index
    W, before, b = (symbol(each.name) for each in explanation.sources)
    return f"Σₖ {W}[{i}, k]·{before}[k, {j}] + {b}[{i}, 0]", _sum(explanation)


def _weights(walk: Walk, explanation: Explanation) -> tuple[str, str]:
    i, k = explanation.index
    dZ, before = (symbol(each.name) for each in explanation.sources)
    scale = _over_m(walk)
    terms = _sum(explanation) if walk.m == 1 else f"({_sum(explanation)})"
    if walk.m == 1:
        return f"{dZ}[{i}, 0]·{before}[{k}, 0]", terms
    return f"{scale}Σⱼ {dZ}[{i}, j]·{before}[{k}, j]", f"{scale}{terms}"


def _bias(walk: Walk, explanation: Explanation) -> tuple[str, str]:
    dZ = symbol(explanation.sources[0].name)
    if walk.m == 1:
        return f"{dZ}[{explanation.index[0]}, 0]", ""
    scale = _over_m(walk)
    return f"{scale}Σⱼ {dZ}[{explanation.index[0]}, j]", f"{scale}({_sum(explanation)})"


def _through(walk: Walk, explanation: Explanation) -> tuple[str, str]:
    k, j = explanation.index
    W, dZ = (symbol(each.name) for each in explanation.sources)
    return f"Σᵢ {W}[i, {k}]·{dZ}[i, {j}]", _sum(explanation)


def _activation(walk: Walk, explanation: Explanation) -> tuple[str, str]:
    Z = explanation.terms[0].factors[0]
    name = walk.activation
    return f"{name}({_at(Z)})", f"{name}({signed(Z.value)})"


def _softmax(walk: Walk, explanation: Explanation) -> tuple[str, str]:
    i, j = explanation.index
    Z = symbol(explanation.sources[0].name)
    total = sum(term.value for term in explanation.divisor)
    note = " (each Z less the largest)" if len(explanation.terms[0].factors) > 1 else ""
    return (
        f"exp {Z}[{i}, {j}] / Σₖ exp {Z}[k, {j}]{note}",
        f"{signed(explanation.terms[0].value)} / {signed(total)}",
    )


def _loss(walk: Walk, explanation: Explanation) -> tuple[str, str]:
    HL = explanation.terms[0].factors[0]
    what = "digit" if walk.class_names == DIGITS else "class"
    true = f"the true {what} {walk.class_names[HL.index[0]]}"
    return f"{MINUS}log {_at(HL)}, the probability of {true}", (
        f"{MINUS}log {_probability(HL.value)}"
    )


def _error(walk: Walk, explanation: Explanation) -> tuple[str, str]:
    HL, Y = (term.factors[0] for term in explanation.terms)
    return f"{_at(HL)} {MINUS} {_at(Y)}", f"{_probability(HL.value)} {MINUS} {Y.value:.0f}"


def _backward(walk: Walk, explanation: Explanation) -> tuple[str, str]:
    dH, slope = explanation.terms[0].factors
    Z = Factor(slope.array, slope.index, float(walk[slope.array][slope.index]))
    name = SLOPES[walk.activation]
    return (
        f"{_at(dH)}·{name}({_at(Z)})",
        f"{_number(dH.value)}·{name}({signed(Z.value)}) = "
        f"{_number(dH.value)}·{_number(slope.value)}",
    )


def _input(walk: Walk, explanation: Explanation) -> tuple[str, str]:
    return "", "A pixel of the image: it is given." if explanation.name == "X" else "It is given."


def _over_m(walk: Walk) -> str:
    return f"1/{walk.m} · "


_SUMS = {
    "linear": _linear,
    "activation": _activation,
    "softmax": _softmax,
    "loss": _loss,
    "output error": _error,
    "activation backward": _backward,
    "outer": _weights,
    "bias": _bias,
    "through weights": _through,
    "input": _input,
}


def power(error: float) -> str:
    """An error as a power of ten: “3.1e−9”, “0”."""
    return _plain(f"{error:.1e}") if error else "0"


def in_full(value: float) -> str:
    """Ten digits, so that numbers that nearly agree can be compared: “−5.049135164e−5”."""
    return _plain(f"{value:.10g}")


def _plain(text: str) -> str:
    """The number with a short exponent (e-05 -> e-5) and a typographic minus."""
    digits, e, exponent = text.partition("e")
    return (digits + (f"e{int(exponent)}" if e else "")).replace("-", MINUS)


def agreement(relative_error: float) -> str:
    """How far two numbers agree, in a sentence: “They agree to 9 digits.”"""
    if not math.isfinite(relative_error):
        return "They cannot be compared: one is not a number."
    if relative_error == 0:
        return "They are the same."
    digits = int(-math.log10(relative_error))
    if digits < 1:
        return "They do not agree."
    return f"They agree to {digits} digit{'' if digits == 1 else 's'}."


class SumPanel(QWidget):
    """The sum of the number under the pointer, and the result of its check.

    check_wanted, check_all_wanted: the button for this number, or for every gradient, was pressed.
    picture_wanted: the one to the number's unit in the picture of the network was pressed.
    """

    check_wanted = Signal()
    check_all_wanted = Signal()
    picture_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.symbols, self.numbers, self.verdict = PlainLabel(), PlainLabel(), PlainLabel()
        sizes.set_font(self.symbols)
        self.numbers.setWordWrap(True)
        sizes.set_height(self.numbers, NUMBERS_HEIGHT)
        self.numbers.setProperty("role", "note")
        self.verdict.setProperty("role", "note")
        self.check = QPushButton("Check this number")
        self.check.setObjectName("check-number")
        self.check.clicked.connect(self.check_wanted)
        self.check_all = QPushButton("Check all")
        self.check_all.setObjectName("check-all")
        self.check_all.setToolTip("Every gradient of this walk against central differences")
        self.check_all.clicked.connect(self.check_all_wanted)
        self.picture = QPushButton("Show in the picture")
        self.picture.setObjectName("show-in-picture")
        self.picture.clicked.connect(self.picture_wanted)
        lines = QVBoxLayout()
        lines.setSpacing(2)
        for label in (self.symbols, self.numbers, self.verdict):
            sizes.set_least(label, 80)
            lines.addWidget(label)
        buttons = QGridLayout()
        buttons.setSpacing(theme.tokens().space_1)
        buttons.addWidget(self.picture, 0, 0)
        buttons.addWidget(self.check, 0, 1)
        buttons.addWidget(self.check_all, 1, 1)
        buttons.setRowStretch(2, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addLayout(lines, 1)
        layout.addLayout(buttons)
        self.clear()

    def show_number(
        self,
        walk: Walk,
        explanation: Explanation,
        *,
        is_gradient: bool,
        unit: tuple[int, int] | None,
    ) -> None:
        """unit: (layer, unit) to which the number belongs, or None."""
        symbols, numbers = sum_of(walk, explanation)
        self.symbols.setText(symbols)
        self.numbers.setText(numbers)
        self.numbers.setToolTip(plain_tip(numbers))
        self._say("")
        self.check.setEnabled(is_gradient)
        self.check.setToolTip(plain_tip(CHECK_TIP if is_gradient else NO_CHECK_TIP))
        self.picture.setEnabled(unit is not None)
        self.picture.setToolTip(plain_tip(PICTURE_TIP.format(*unit) if unit else NO_PICTURE_TIP))

    @Slot(object)
    def show_check(self, check: NumberCheck) -> None:
        cell = f"{symbol(check.name)}[{check.index[0]}, {check.index[1]}]"
        words = (
            f"{cell}: by the formula {in_full(check.analytic)}, by the difference of the loss "
            f"{in_full(check.numeric)}, relative error {power(check.relative_error)}. "
        )
        if check.at_kink:
            self._say(
                words + "A ReLU turns on or off in between, so the difference says nothing here.",
                "warning",
            )
        else:
            is_right = check.relative_error <= TOLERANCE
            self._say(words + agreement(check.relative_error), "good" if is_right else "error")

    def clear(self) -> None:
        self.symbols.setText("")
        self.numbers.setText(HINT)
        self._say("")
        self.check.setEnabled(False)
        self.check.setToolTip(NO_CHECK_TIP)
        self.picture.setEnabled(False)
        self.picture.setToolTip(NO_PICTURE_TIP)

    def say(self, sentence: str, role: str) -> None:
        """Show a sentence in place of a check's result. role: “good” or “error”."""
        self._say(sentence, role)

    def _say(self, sentence: str, role: str = "note") -> None:
        self.verdict.setText(sentence)
        self.verdict.setToolTip(plain_tip(sentence))
        theme.repolish(self.verdict, role)
