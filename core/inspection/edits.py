"""Hands inside a network: changes to single units, single weights, or all of them.

Layers count from 1, the first hidden one; units and sources from 0, as rows and columns of W do.
A list of edits says what is different from the network it began with, not what was done when: of
two edits of the same thing the later one counts, and all are made in the order of EDITS, so that
what was set by hand is what there is, whatever noise or pruning do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from core.errors import ShapeError
from core.network.arrays import Array
from core.network.parameters import unpack
from core.network.snapshots import Snapshot


@dataclass(frozen=True)
class Noise:
    """Adds to each weight a normal number, `scale` times the standard deviation of its layer's
    weights. seed: of the generator; the same seed, the same noise."""

    scale: float
    seed: int = 0


@dataclass(frozen=True)
class Prune:
    """Makes 0 of the `share`, 0 to 1, of all weights that is smallest in magnitude, and of those
    equally small. Over the whole network, not layer by layer; biases stay."""

    share: float


@dataclass(frozen=True)
class ScaleWeights:
    """Multiplies all weights that lead into a unit by `factor`; not its bias."""

    layer: int
    unit: int
    factor: float


@dataclass(frozen=True)
class ShiftBias:
    """Adds `by` to a unit's bias."""

    layer: int
    unit: int
    by: float


@dataclass(frozen=True)
class SetWeight:
    """Gives the weight from unit `source` of the layer before, or from that pixel, to a unit this
    value."""

    layer: int
    unit: int
    source: int
    value: float


@dataclass(frozen=True)
class SwitchOff:
    """Lets nothing of a hidden unit reach the next layer, whatever its activation.

    The weights that lead out of it become 0, and so do its own weights and its bias: after ReLU
    and tanh its H is then 0, after sigmoid 0.5, of which nobody hears.
    """

    layer: int
    unit: int


@dataclass(frozen=True)
class Temperature:
    """Divides Z of the output layer, that is its weights and its bias, by `value`: above 1 the
    network is less sure, below 1 surer, and its answer stays."""

    value: float


Edit = Noise | Prune | ScaleWeights | ShiftBias | SetWeight | SwitchOff | Temperature
Edits = tuple[Edit, ...]
EDITS = (Noise, Prune, ScaleWeights, ShiftBias, SetWeight, SwitchOff, Temperature)
# Of each kind, how many of its fields say what is edited; the next says how much.
_PLACES = {
    Noise: 0,
    Prune: 0,
    ScaleWeights: 2,
    ShiftBias: 2,
    SetWeight: 3,
    SwitchOff: 2,
    Temperature: 0,
}
# How much changes nothing. A weight that is set counts as changed, and a unit that is off as well.
_NOTHING = {Noise: 0.0, Prune: 0.0, ScaleWeights: 1.0, ShiftBias: 0.0, Temperature: 1.0}

LARGEST = 1e6  # in magnitude, that anything is set to or multiplied by

# Facts that still hold of an edited network: how it came about. What was measured, and what was
# chosen by measuring, such as its temperature and how far the pen is trusted beside it, does not.
LASTING = frozenset(
    ("data", "recipe", "seed", "examples", "epochs", "steps", "seconds", "taught", "taught_from")
)
EDITED, EDITED_FROM, EDITS_MADE = " edited", "edited_from", "edits"
_MOST_LETTERS = 10_000


def place(edit: Edit) -> tuple[object, ...]:
    """What it edits: the same for two edits of which the later one counts."""
    kind = type(edit)
    return kind, *astuple(edit)[: _PLACES[kind]]


def does_nothing(edit: Edit) -> bool:
    """Whether it leaves every network as it is."""
    kind = type(edit)
    return kind in _NOTHING and astuple(edit)[_PLACES[kind]] == _NOTHING[kind]


def with_edit(edits: Edits, edit: Edit) -> Edits:
    """With this one in the place of an edit of the same thing, or as the last; without either if
    it does nothing."""
    if does_nothing(edit):
        return without(edits, edit)
    together = {place(each): each for each in edits} | {place(edit): edit}
    return tuple(together.values())


def without(edits: Edits, edit: Edit) -> Edits:
    """Without any edit of the same thing."""
    return tuple(each for each in edits if place(each) != place(edit))


def of_same(edits: Edits, edit: Edit) -> Edit:
    """The edit of the same thing, or this one where there is none."""
    return next((each for each in edits if place(each) == place(edit)), edit)


@np.errstate(over="ignore", invalid="ignore")
def edited(snapshot: Snapshot, edits: Edits) -> Snapshot:
    """The network with all edits made, frozen as the other; that one itself where there are none.

    Its facts say what was done to it. Raises ShapeError for what the network does not have, or an
    amount that cannot be.
    """
    if not edits:
        return snapshot
    edits = tuple({place(edit): edit for edit in edits}.values())
    for edit in edits:
        check(snapshot.dimensions, edit)
    whole = {type(edit): edit for edit in edits if isinstance(edit, Noise | Prune)}
    theta = _as_a_whole(snapshot, whole.get(Noise), whole.get(Prune)).copy()
    weights, biases = unpack(theta, snapshot.dimensions)
    for kind in EDITS[2:]:
        for edit in edits:
            if isinstance(edit, kind):
                _make(edit, weights, biases)
    theta.setflags(write=False)
    name = snapshot.name if snapshot.name.endswith(EDITED) else f"{snapshot.name}{EDITED}".strip()
    return replace(snapshot, theta=theta, name=name, facts=_facts(snapshot, edits))


def check(dimensions: tuple[int, ...], edit: Edit) -> None:
    """Raises ShapeError, see edited()."""
    if isinstance(edit, ScaleWeights | ShiftBias | SetWeight | SwitchOff):
        _check_unit(dimensions, edit.layer, edit.unit)
    amounts = astuple(edit)[_PLACES[type(edit)] :]
    if not all(abs(amount) <= LARGEST for amount in amounts):
        raise ShapeError(f"Numbers go from {-LARGEST:,.0f} to {LARGEST:,.0f} here.")
    match edit:
        case SwitchOff(layer=layer) if layer == len(dimensions) - 1:
            raise ShapeError("An output cannot be switched off; its bias can be shifted.")
        case SetWeight(layer=layer, source=source) if not 0 <= source < dimensions[layer - 1]:
            raise ShapeError(f"Nothing leads into layer {layer} from {source}.")
        case Noise(scale=amount) if amount < 0:
            raise ShapeError("Noise cannot be less than none.")
        case Prune(share=amount) if not 0 <= amount <= 1:
            raise ShapeError("What is pruned is a share between 0 and 1.")
        case Temperature(value=amount) if amount <= 0:
            raise ShapeError("A temperature is above 0.")


def describe(edits: Iterable[Edit]) -> str:
    """In words, parted by semicolons; unwritten what is beyond _MOST_LETTERS."""
    parts: list[str] = []
    room = _MOST_LETTERS
    edits = tuple(edits)
    for number, edit in enumerate(edits):
        words = _WORDS[type(edit)].format(*astuple(edit))
        room -= len(words) + 2
        if room < 0:
            return "; ".join([*parts, f"and {len(edits) - number:,} more"])
        parts.append(words)
    return "; ".join(parts)


_WORDS: dict[type[Edit], str] = {
    Noise: "noise of {0:g} deviations on all weights, seed {1}",
    Prune: "smallest {0:.4%} of the weights pruned",
    ScaleWeights: "layer {0} unit {1} weights times {2:g}",
    ShiftBias: "layer {0} unit {1} bias {2:+g}",
    SetWeight: "layer {0} unit {1} weight from {2} set to {3:g}",
    SwitchOff: "layer {0} unit {1} off",
    Temperature: "temperature {0:g}",
}


def _check_unit(dimensions: tuple[int, ...], layer: int, unit: int) -> None:
    if not 1 <= layer < len(dimensions):
        raise ShapeError(f"There is no layer {layer}; there are 1 to {len(dimensions) - 1}.")
    if not 0 <= unit < dimensions[layer]:
        raise ShapeError(
            f"There is no unit {unit} in layer {layer}; there are 0 to {dimensions[layer] - 1}."
        )


@lru_cache(maxsize=2)
def _as_a_whole(snapshot: Snapshot, noise: Edit | None, prune: Edit | None) -> NDArray[np.float32]:
    """θ with what is done to all weights alike, read-only; kept for the edits of units to come."""
    theta = _noisy(snapshot, noise).copy()
    if isinstance(prune, Prune):
        sizes = _sizes(snapshot, noise)
        count = round(prune.share * sizes.size)
        if count:
            limit = sizes[count - 1]
            for W in unpack(theta, snapshot.dimensions)[0]:
                np.copyto(W, 0, where=np.abs(W) <= limit)
    theta.setflags(write=False)
    return theta


def _noisy(snapshot: Snapshot, noise: Edit | None) -> NDArray[np.float32]:
    """θ, read-only where there is no noise."""
    if not isinstance(noise, Noise):
        return snapshot.theta
    noisy: NDArray[np.float32] = _noise(snapshot, noise.seed) * np.float32(noise.scale)
    noisy += snapshot.theta
    return noisy


@lru_cache(maxsize=1)
def _noise(snapshot: Snapshot, seed: int) -> NDArray[np.float32]:
    """Of scale 1, laid out as θ, 0 for biases; kept while a slider moves."""
    rng = np.random.default_rng(seed)
    noise = np.zeros_like(snapshot.theta)
    places, _ = unpack(noise, snapshot.dimensions)
    for place_of, W in zip(places, unpack(snapshot.theta, snapshot.dimensions)[0], strict=True):
        place_of.T[...] = rng.standard_normal(W.T.shape, dtype=np.float32)
        place_of *= W.std()
    return noise


@lru_cache(maxsize=1)
def _sizes(snapshot: Snapshot, noise: Edit | None) -> NDArray[np.float32]:
    """The magnitudes of all weights, the smallest first; kept while a slider moves."""
    weights, _ = unpack(_noisy(snapshot, noise), snapshot.dimensions)
    sizes = np.concatenate([W.ravel(order="K") for W in weights])
    np.abs(sizes, out=sizes)
    sizes.sort()
    return sizes


def _make(edit: Edit, weights: list[Array], biases: list[Array]) -> None:
    match edit:
        case ScaleWeights(layer, unit, factor):
            weights[layer - 1][unit] *= np.float32(factor)
        case ShiftBias(layer, unit, by):
            biases[layer - 1][unit] += np.float32(by)
        case SetWeight(layer, unit, source, value):
            weights[layer - 1][unit, source] = value
        case SwitchOff(layer, unit):
            weights[layer - 1][unit] = 0
            biases[layer - 1][unit] = 0
            weights[layer][:, unit] = 0
        case Temperature(value):
            weights[-1] /= np.float32(value)
            biases[-1] /= np.float32(value)


def _facts(snapshot: Snapshot, edits: Edits) -> dict[str, object]:
    facts = {name: fact for name, fact in snapshot.facts.items() if name in LASTING}
    earlier = snapshot.facts.get(EDITS_MADE)
    made = "; ".join([*([str(earlier)] if earlier else []), describe(edits)])
    origin = snapshot.facts.get(EDITED_FROM, snapshot.name)
    return facts | {EDITED_FROM: origin, EDITS_MADE: made}
