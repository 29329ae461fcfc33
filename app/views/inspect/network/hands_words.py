"""What the hands say: of a unit's sum, of an answer before and after, of units switched off."""

from __future__ import annotations

from collections.abc import Sequence

from app.look.figures import MINUS, THIN, count, counted, scientific
from app.views.widgets.network_picture.words import unit_name
from app.views.widgets.probability_bars import whole_percent
from core.data.class_names import phrase
from core.data.dataset import DIGITS
from core.files.plain_text import plain
from core.inspection.ablation import Removal
from core.inspection.accuracy_meter import Accuracies
from core.inspection.flow import Flow
from core.network.arrays import Array

Names = tuple[str, ...]

NO_NETWORK = "There is no network to change."
NO_EXAMPLE = "Draw a digit to see its answer."
NO_ANSWER = "No answer: its numbers are too large."
NO_DIGITS = "Load digits on Data to see the test accuracy."
NO_IMAGES = "Load images of its classes on Data to see the test accuracy."
CHOOSE = (
    "Click a unit in the picture to see its sum and to change it, or a line to change its weight."
)
MOST_DECIMALS = 2
MOST_LISTED = 30
LONGEST_NAME = 16  # letters, on a button
_FUNCTIONS = {"relu": "ReLU", "sigmoid": "sigmoid", "tanh": "tanh"}


def sum_words(flow: Flow, layer: int, unit: int) -> str:
    """“Z = Σ W·H + b = 1.83 + (−0.40) = 1.43”, and H in a second line; of a pixel its ink."""
    H = float(flow.H[layer][unit])
    if layer == 0:
        return f"X = {scientific(H)}"
    Z = float(flow.Z[layer][unit])
    bias = float(flow.biases[layer - 1][unit, 0])
    shown = scientific(bias)
    shown = f"({shown})" if shown.startswith(MINUS) else shown
    Z_words = f"Z = Σ W·H + b = {scientific(Z - bias)} + {shown} = {scientific(Z)}"
    if layer == flow.depth:
        return f"{Z_words}\nH = softmax(Z) = {min(100 * H, 99.99):.2f}{THIN}%"
    return f"{Z_words}\nH = {_FUNCTIONS[flow.activation]}(Z) = {scientific(H)}"


def line_name(
    dimensions: tuple[int, ...], layer: int, unit: int, source: int, names: Names = DIGITS
) -> str:
    """“Line from layer 1, unit 37, to output for 7”. names: of the classes, here and below."""
    ends = (unit_name(dimensions, *end, names) for end in ((layer - 1, source), (layer, unit)))
    begin, end = (each[0].lower() + each[1:] for each in ends)
    return f"Line from {begin}, to {end}"


def carried_words(W: float, H: float) -> str:
    """What a line carries: “W·H = 0.31 · 0.83 = 0.257”."""
    return f"W·H = {scientific(W)} · {scientific(H)} = {scientific(W * H)}"


def answer_words(before: Array, after: Array | None, names: Names = DIGITS) -> str:
    """“7 (98 %)”, “7 (98 → 54 %)”, “7 (98 %) → 1 (54 %)”. before, after: probabilities of the
    classes."""
    first = int(before.argmax())
    was = float(before[first])
    if after is None:
        return f"{names[first]} ({whole_percent(was)})"
    now = int(after.argmax())
    so = float(after[now])
    if now == first:
        return f"{names[first]} ({_shares(was, so)})"
    return f"{names[first]} ({whole_percent(was)}) → {names[now]} ({whole_percent(so)})"


def accuracy_words(figure: Accuracies, *, is_edited: bool, names: Names = DIGITS) -> str:
    """“98.4 → 97.9 % of 10,000 test digits, by itself”: without edges and pen."""
    before, after = (f"{100 * share:.1f}" for share in (figure.before, figure.after))
    shares = f"{before} → {after}" if is_edited else before
    things = "digits" if names == DIGITS else "images"
    return f"{shares}{THIN}% of {count(figure.count)} test {things}, by itself"


def question(answer: int, digit: int | None, names: Names = DIGITS) -> str:
    """What the button asks. digit: what it truly is, where that is known."""
    if digit is None or digit == answer:
        return f"Which units matter for this {plain(names[answer], LONGEST_NAME)}?"
    called = phrase(answer, names) if names == DIGITS else plain(names[answer], LONGEST_NAME)
    return f"Which units make it {called}?"


def removal_words(off: Sequence[Removal], answer: int, names: Names = DIGITS) -> str:
    """While it plays. answer: what it was at first."""
    now = f"still {phrase(answer, names)}" if off[-1].answer == answer else "no longer"
    return f"{counted(len(off), 'unit')} off: {now}, {whole_percent(off[-1].of_first)}."


def listed(off: Sequence[Removal]) -> str:
    """Which units: “Layer 1: 5, 17. Layer 2: 334.”, in each layer in the order of their going."""
    layers: dict[int, list[str]] = {}
    for each in off[:MOST_LISTED]:
        layers.setdefault(each.layer, []).append(str(each.unit))
    told = [f"Layer {layer}: {', '.join(units)}." for layer, units in sorted(layers.items())]
    if len(off) > MOST_LISTED:
        told.append(f"And {count(len(off) - MOST_LISTED)} more.")
    return " ".join(told)


def outcome_words(off: Sequence[Removal], answer: int, names: Names = DIGITS) -> str:
    """“The 7 becomes a 1 after 6 units are off.”"""
    if not off:
        return f"No hidden unit speaks for this {names[answer]}."
    last = off[-1]
    units = f"{counted(len(off), 'unit')} {'is' if len(off) == 1 else 'are'} off"
    if last.answer != answer:
        return f"The {names[answer]} becomes {phrase(last.answer, names)} after {units}."
    return f"It stays {phrase(answer, names)}: {units}, and no other speaks for it."


def stopped_words(off: int, answer: int, names: Names = DIGITS) -> str:
    return f"Stopped: {counted(off, 'unit')} off, still {phrase(answer, names)}."


def _shares(before: float, after: float) -> str:
    """“98 → 54 %”, with as many decimals as tell the two apart, if any does."""
    for decimals in range(MOST_DECIMALS + 1):
        was, so = (f"{100 * share:.{decimals}f}" for share in (before, after))
        if was != so and "100" not in (was.split(".")[0], so.split(".")[0]):
            return f"{was} → {so}{THIN}%"
    return whole_percent(after)
