"""What the microscope says of each stop: name, formula, shapes, one sentence. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from app.look.figures import symbol
from core.data.dataset import DIGITS
from core.inspection.walk import Stop, Walk

SLOPES = {"relu": "relu′", "sigmoid": "sigmoid′", "tanh": "tanh′"}
_ACTIVATIONS = {
    "relu": "ReLU lets through what is positive and turns the rest into 0.",
    "sigmoid": "Sigmoid squeezes every number into the range from 0 to 1.",
    "tanh": "tanh squeezes every number into the range from −1 to 1.",
    "softmax": "Softmax turns the numbers into as many probabilities that add up to 1.",
}
_SLOPE_WORDS = {
    "relu": "ReLU's slope is 1 where Z is positive and 0 elsewhere: the gradient passes or stops.",
    "sigmoid": "Sigmoid's slope, H·(1 − H), is at most ¼, and almost 0 where H is near 0 or 1.",
    "tanh": "tanh's slope, 1 − H², is 1 in the middle and almost 0 where H is near −1 or 1.",
}


@dataclass(frozen=True)
class Words:
    """title: “dW², gradient of layer 2's weights”. formula: in the course's symbols.
    shapes: the same with the real shapes. sentence: what happens here. operands: the arrays that
    the formula takes, in its order."""

    title: str
    formula: str
    shapes: str
    sentence: str
    operands: tuple[str, ...]


def words_of(walk: Walk, stop: Stop) -> Words:
    """Title, formula, shapes and sentence of `stop`."""
    return _WORDS[stop.kind](walk, stop)


def shape(walk: Walk, name: str, *, transposed: bool = False) -> str:
    """The shape of an array in words: “(64, 128)”."""
    rows, columns = walk[name].shape
    return f"({columns}, {rows})" if transposed else f"({rows}, {columns})"


def _kind(walk: Walk, digits: str, others: str) -> str:
    """A word for the ten digits, or for other classes."""
    return digits if walk.class_names == DIGITS else others


def _input(walk: Walk, stop: Stop) -> Words:
    many = "" if walk.m == 1 else f", one of the {walk.m} examples a column"
    return Words(
        "X, the input",
        "X",
        shape(walk, "X"),
        f"The {_kind(walk, 'digit image', 'image')}: 784 numbers from 0 (ground) to 1 (full ink)"
        f"{many}.",
        (),
    )


def _linear(walk: Walk, stop: Stop) -> Words:
    layer = stop.layer
    W, b, before = f"W{layer}", f"b{layer}", walk.input_of(layer)
    return Words(
        f"{symbol(stop.name)}, pre-activation of layer {layer}",
        f"{symbol(stop.name)} = {symbol(W)}·{symbol(before)} + {symbol(b)}",
        f"{shape(walk, stop.name)} = {shape(walk, W)}·{shape(walk, before)} + {shape(walk, b)}",
        f"Each of the {walk.dimensions[layer]} units adds up its "
        f"{walk.dimensions[layer - 1]} inputs, each times its weight, and its bias.",
        (W, before, b),
    )


def _activation(walk: Walk, stop: Stop) -> Words:
    name = walk.activation_of(stop.layer)
    Z = f"Z{stop.layer}"
    is_last = stop.layer == walk.depth
    count = _kind(walk, "ten", str(len(walk.class_names)))
    what = f"the {count} probabilities" if is_last else f"activation of layer {stop.layer}"
    return Words(
        f"{symbol(stop.name)}, {what}",
        f"{symbol(stop.name)} = {name}({symbol(Z)})",
        f"{shape(walk, stop.name)} = {name}({shape(walk, Z)})",
        _ACTIVATIONS[name],
        (Z,),
    )


def _loss(walk: Walk, stop: Stop) -> Words:
    HL = f"H{walk.depth}"
    mean = "" if walk.m == 1 else " Learning lowers the mean."
    return Words(
        "loss, cross-entropy of each example",
        f"loss = −Σ Y·log {symbol(HL)}",
        f"{shape(walk, 'loss')} = −Σ {shape(walk, 'Y')}·log {shape(walk, HL)}",
        f"−log of the true {_kind(walk, 'digit', 'class')}'s probability: 0 when the network is "
        f"sure and right, large when it is sure and wrong.{mean}",
        ("Y", HL),
    )


def _error(walk: Walk, stop: Stop) -> Words:
    layer = stop.layer
    title = f"{symbol(stop.name)}, gradient of pre-activation {symbol(f'Z{layer}')}"
    if layer == walk.depth:
        HL = f"H{layer}"
        return Words(
            title,
            f"{symbol(stop.name)} = {symbol(HL)} − Y",
            f"{shape(walk, stop.name)} = {shape(walk, HL)} − {shape(walk, 'Y')}",
            "How much too high each probability is. Softmax and cross-entropy together leave "
            "nothing but this difference.",
            (HL, "Y"),
        )
    dH, Z = f"dH{layer}", f"Z{layer}"
    slope = SLOPES[walk.activation]
    return Words(
        title,
        f"{symbol(stop.name)} = {symbol(dH)} ∗ {slope}({symbol(Z)})",
        f"{shape(walk, stop.name)} = {shape(walk, dH)} ∗ {slope}({shape(walk, Z)})",
        _SLOPE_WORDS[walk.activation],
        (dH, Z),
    )


def _weights(walk: Walk, stop: Stop) -> Words:
    layer = stop.layer
    dZ, before = f"dZ{layer}", walk.input_of(layer)
    mean = "" if walk.m == 1 else f", averaged over {walk.m} examples"
    return Words(
        f"{symbol(stop.name)}, gradient of layer {layer}'s weights",
        f"{symbol(stop.name)} = {symbol(dZ)}·{symbol(before)}ᵀ / m",
        f"{shape(walk, stop.name)} = {shape(walk, dZ)}·"
        f"{shape(walk, before, transposed=True)} / {walk.m}",
        f"Each weight's share in the loss: what came in along it, times the blame of its "
        f"unit{mean}.",
        (dZ, before),
    )


def _biases(walk: Walk, stop: Stop) -> Words:
    dZ = f"dZ{stop.layer}"
    return Words(
        f"{symbol(stop.name)}, gradient of layer {stop.layer}'s biases",
        f"{symbol(stop.name)} = Σ {symbol(dZ)} / m",
        f"{shape(walk, stop.name)} = Σ {shape(walk, dZ)} / {walk.m}",
        "A bias is added to every example's Z, so its gradient is the mean of dZ over the "
        "examples.",
        (dZ,),
    )


def _back(walk: Walk, stop: Stop) -> Words:
    layer = stop.layer + 1
    W, dZ = f"W{layer}", f"dZ{layer}"
    is_input = stop.kind == "dX"
    title = (
        "dX, gradient of the input"
        if is_input
        else f"{symbol(stop.name)}, gradient of layer {stop.layer}'s activation"
    )
    sentence = (
        "How the loss would change with each pixel. Blue (+): more ink here raises the loss. "
        "Orange (−): more ink here lowers it."
        if is_input
        else "Each unit gathers the blame of all units it feeds, along the very weights it feeds "
        "them by."
    )
    return Words(
        title,
        f"{symbol(stop.name)} = {symbol(W)}ᵀ·{symbol(dZ)}",
        f"{shape(walk, stop.name)} = {shape(walk, W, transposed=True)}·{shape(walk, dZ)}",
        sentence,
        (W, dZ),
    )


_WORDS = {
    "X": _input,
    "Z": _linear,
    "H": _activation,
    "loss": _loss,
    "dZ": _error,
    "dW": _weights,
    "db": _biases,
    "dH": _back,
    "dX": _back,
}
