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
from core.errors import DataError
from core.evaluation.answers import Answers
from core.evaluation.class_names import named_as
from core.network.arrays import Array
from core.network.snapshots import Snapshot
from core.projection.alignment import in_unit_size, size_of, turned_onto
from core.projection.links import links_between
from core.projection.neighbour_map import RATE, SPREAD, NeighbourMap
from core.projection.neighbours import nearest
from core.projection.pca import FEW_POWERS, POWERS, principal_components
from core.projection.seen import layer_outputs

WAYS = COMPONENTS, NEIGHBOURS = "components", "neighbours"
SEED = 0
LINKS = 15  # neighbours that each point is linked to
REDUCED = 50  # components that neighbours are looked for in
STEPS, STEPS_ON = 1000, 50  # of a first map, and of one that goes on
RATE_ON = 0.1
STEPS_A_FRAME = 10


@dataclass(frozen=True, eq=False)
class MapQuestion:
    """Which map is wanted.

    dataset: the examples, each a point. snapshot: the network that looks at them, or None. layer:
    what is seen of them: H of this layer; 0 is the pixels. way: of WAYS. before: the positions in
    an earlier map of the same examples, which this one is laid on. size: of that map, for one by
    neighbours that is to go on from there; 0 for one of its own.
    """

    dataset: Dataset
    snapshot: Snapshot | None
    layer: int
    way: str
    before: Array | None = None
    size: float = 0.0


@dataclass(frozen=True, eq=False)
class MapFrame:
    """A map at one moment of its making.

    question: that it answers. positions: float32 (2, m), around 0, of root mean square distance 1.
    size: what they were before they were scaled so. answers: of the network; None without one that
    knows the classes. done: 0 to 1. shares: of the variance along the two axes, float64
    (2,), for principal components.
    """

    question: MapQuestion
    positions: Array
    size: float
    answers: Answers | None
    done: float
    shares: NDArray[np.float64] | None = None


def some_of_each_class(dataset: Dataset, count: int) -> NDArray[np.intp]:
    """Indices of `count` examples, or all, ascending, each class in proportion; always the same."""
    if count >= len(dataset):
        return np.arange(len(dataset))
    _, chosen = stratified_split(dataset.labels, count, np.random.default_rng(SEED))
    return np.sort(chosen)


def frames_of(question: MapQuestion, *, cancelled: IsCancelled = never) -> Iterator[MapFrame]:
    """The map, ever better; the last frame's `done` is 1. Nothing for no examples. Of a map that
    goes on from an earlier one there is that frame only.

    Raises Cancelled; ShapeError where the network does not fit; DataError where what it makes of
    the examples is not finite.
    """
    dataset, before = question.dataset, question.before
    if not len(dataset):
        return
    rng = np.random.default_rng(SEED)
    seen, answers = _seen(question, cancelled)
    is_near = question.way == NEIGHBOURS
    goes_on = is_near and before is not None and question.size > 0
    count, powers = (REDUCED, FEW_POWERS) if is_near else (2, POWERS)
    components = principal_components(seen, count, rng=rng, powers=powers)
    places = components.project(seen)
    if before is None or not goes_on:
        plane = np.zeros((2, len(dataset)), np.float32)
        plane[: min(2, len(places))] = places[:2]
        plane = in_unit_size(plane)
        start = plane if before is None else turned_onto(before, plane)
        is_whole = not is_near or len(dataset) <= 2
        shares = None if is_near else components.shares[:2]
        yield MapFrame(question, start, SPREAD, answers, float(is_whole), shares)
        if is_whole:
            return
    else:
        start = before
    links = links_between(*nearest(places, LINKS, cancelled=cancelled))
    the_map = NeighbourMap(start * (question.size or SPREAD), links, rng=rng)
    steps, rate, every = (STEPS_ON, RATE_ON, STEPS_ON) if goes_on else (STEPS, RATE, STEPS_A_FRAME)
    for step in the_map.steps(steps, rate):
        if step % every == 0:
            stop_if(cancelled)
            positions, size = in_unit_size(the_map.positions), size_of(the_map.positions)
            yield MapFrame(question, positions, size, answers, step / steps)


def _seen(question: MapQuestion, cancelled: IsCancelled) -> tuple[Array, Answers | None]:
    """What the map is made from, (n, m), and the answers of a network that knows the classes."""
    snapshot, dataset = question.snapshot, question.dataset
    asked = _as_known(snapshot, dataset)
    if snapshot is None or (question.layer == 0 and asked is None):
        return dataset.X(), None
    seen, HL = layer_outputs(snapshot, dataset, question.layer, cancelled=cancelled)
    return seen, Answers(asked, HL) if asked is not None else None


def _as_known(snapshot: Snapshot | None, dataset: Dataset) -> Dataset | None:
    """The examples with the classes as the network numbers them; None where it cannot know them."""
    try:
        return named_as(snapshot, dataset) if snapshot is not None else None
    except DataError:
        return None
