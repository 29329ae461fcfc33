"""From examples to a map of them: what is seen of them, and the two ways to a plane.

By principal components there is one frame. By neighbours the map begins there, or where it was, and
moves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.cancelling import IsCancelled, never, stop_if
from core.data.dataset import Dataset, stratified_split
from core.network.arrays import Array
from core.network.snapshots import Snapshot
from core.projection.alignment import in_unit_size, turned_onto
from core.projection.links import links_between
from core.projection.neighbour_map import RATE, SPREAD, NeighbourMap
from core.projection.neighbours import nearest
from core.projection.pca import principal_components
from core.projection.seen import layer_outputs

WAYS = COMPONENTS, NEIGHBOURS = "components", "neighbours"
SEED = 0
LINKS = 15  # neighbours that each point is linked to
REDUCED = 50  # components that neighbours are looked for in
STEPS, STEPS_ON = 1000, 60  # of a first map, and of one that goes on
RATE_ON = 0.1
STEPS_A_FRAME = 10


@dataclass(frozen=True, eq=False)
class MapQuestion:
    """Which map is wanted.

    dataset: the examples, each a point. snapshot: the network that looks at them, or None. layer:
    what is seen of them: H of this layer; 0 is the pixels. way: of WAYS. before: an earlier frame
    of the same examples, which this map is laid on, or goes on from if both are by neighbours.
    """

    dataset: Dataset
    snapshot: Snapshot | None
    layer: int
    way: str
    before: MapFrame | None = None


@dataclass(frozen=True, eq=False)
class MapFrame:
    """A map at one moment of its making.

    question: that it answers. positions: float32 (2, m), around 0, of root mean square distance 1.
    size: what they are to be multiplied with, to go on from them. probabilities: of the network,
    float32 (classes, m), or None. done: 0 to 1. shares: of the variance along the two axes, float64
    (2,), for principal components.
    """

    question: MapQuestion
    positions: Array
    size: float
    probabilities: Array | None
    done: float
    shares: NDArray[np.float64] | None = None


def some_of_each_class(dataset: Dataset, count: int) -> NDArray[np.intp]:
    """Indices of `count` examples, or all, ascending, each class in proportion; always the same."""
    if count >= len(dataset):
        return np.arange(len(dataset))
    _, chosen = stratified_split(dataset.labels, count, np.random.default_rng(SEED))
    return np.sort(chosen)


def frames_of(question: MapQuestion, *, cancelled: IsCancelled = never) -> Iterator[MapFrame]:
    """The map, ever better; the last frame's `done` is 1. Nothing for no examples.

    Raises Cancelled; ShapeError where the network does not fit; DataError where what it makes of
    the examples is not finite.
    """
    dataset, snapshot = question.dataset, question.snapshot
    if not len(dataset):
        return
    rng = np.random.default_rng(SEED)
    probabilities = None
    if snapshot is None:
        seen: Array = dataset.X()
    else:
        seen, probabilities = layer_outputs(snapshot, dataset, question.layer, cancelled=cancelled)
    stop_if(cancelled)
    is_near = question.way == NEIGHBOURS
    components = principal_components(seen, REDUCED if is_near else 2, rng=rng)
    places = components.project(seen)
    plane = np.zeros((2, len(dataset)), np.float32)
    plane[: min(2, len(places))] = places[:2]
    plane = in_unit_size(plane)
    before = question.before
    goes_on = before is not None and is_near and before.question.way == NEIGHBOURS
    if before is not None and not goes_on:
        plane = turned_onto(before.positions, plane)
    is_whole = not is_near or len(dataset) < 3
    if not goes_on:
        shares = None if is_near else components.shares[:2]
        yield MapFrame(question, plane, SPREAD, probabilities, float(is_whole), shares)
    if is_whole:
        return
    links = links_between(*nearest(places, LINKS, cancelled=cancelled))
    start = before.positions * before.size if before is not None and goes_on else plane * SPREAD
    the_map = NeighbourMap(start, links, rng=rng)
    count, rate = (STEPS_ON, RATE_ON) if goes_on else (STEPS, RATE)
    for step in the_map.steps(count, rate):
        if step % STEPS_A_FRAME == 0:
            stop_if(cancelled)
            positions = the_map.positions
            around = positions - positions.mean(axis=1, keepdims=True)
            size = float(np.sqrt(np.square(around).sum(axis=0).mean())) or 1.0
            yield MapFrame(question, in_unit_size(positions), size, probabilities, step / count)
