"""What flows through a network: against the walk's arrays, and against plain loops."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import ShapeError
from core.inspection.flow import Flow, FlowReader, flow_of, largest_lines
from core.inspection.scenes import live_scene, walk_scene
from core.inspection.walk import walk
from core.network.network import Network
from core.network.snapshots import Snapshot

SHAPES = ((4, 3, 2), (9, 7, 5, 3), (16, 2, 2, 2, 2, 2, 4), (6, 5))


def made(dimensions: tuple[int, ...], activation: str = "relu", seed: int = 0) -> Snapshot:
    rng = np.random.default_rng(seed)
    network = Network(dimensions, activation, rng=rng)
    network.theta[...] = rng.normal(0, 0.7, network.theta.shape)
    return network.snapshot()


def image_for(dimensions: tuple[int, ...], seed: int = 1) -> np.ndarray:
    rng = np.random.default_rng(seed)
    image = rng.random((dimensions[0], 1)).astype(np.float32)
    image[rng.random(image.shape) < 0.4] = 0
    return image


def flowing(dimensions: tuple[int, ...], activation: str = "relu", seed: int = 0) -> Flow:
    return FlowReader(made(dimensions, activation, seed)).read(image_for(dimensions, seed + 1))


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
@pytest.mark.parametrize("dimensions", SHAPES)
def test_a_flow_has_the_arrays_of_the_walk(dimensions, activation) -> None:
    snapshot, image = made(dimensions, activation), image_for(dimensions)
    flow = FlowReader(snapshot).read(image)
    way = walk(snapshot, image, np.array([0]))
    for layer in range(1, flow.depth + 1):
        for name, own in (("Z", flow.Z), ("H", flow.H)):
            assert own[layer] == pytest.approx(way[f"{name}{layer}"][:, 0], rel=1e-5, abs=1e-6)
    of_walk = flow_of(way)
    assert of_walk.H[1].base is way["H1"] or of_walk.H[1] is way["H1"]
    assert flow.probabilities.sum() == pytest.approx(1, abs=1e-6)


@given(st.integers(0, 2**32 - 1), st.sampled_from(SHAPES), st.integers(1, 12))
@settings(max_examples=60, deadline=None)
def test_the_strongest_lines_are_the_largest_products(seed, dimensions, count) -> None:
    flow = flowing(dimensions, seed=seed)
    for layer in range(1, flow.depth + 1):
        products = flow.weights[layer - 1] * flow.H[layer - 1]
        lines = flow.strongest(layer, count)
        largest = np.sort(np.abs(products[:, flow.H[layer - 1] != 0]).ravel())[::-1][:count]
        assert np.abs(lines.values) == pytest.approx(largest, rel=1e-6)
        assert lines.values == pytest.approx(products[lines.targets, lines.sources], rel=1e-6)
        pairs = set(zip(lines.targets.tolist(), lines.sources.tolist(), strict=True))
        assert len(pairs) == len(lines)


@given(st.integers(0, 2**32 - 1), st.sampled_from(SHAPES))
@settings(max_examples=40, deadline=None)
def test_a_units_lines_and_bias_add_up_to_its_z(seed, dimensions) -> None:
    flow = flowing(dimensions, seed=seed)
    for layer in range(1, flow.depth + 1):
        for unit in range(dimensions[layer]):
            total = flow.into(layer, unit).values.sum() + flow.biases[layer - 1][unit, 0]
            assert total == pytest.approx(flow.Z[layer][unit], rel=1e-4, abs=1e-5)


def test_what_goes_out_of_a_unit_comes_into_the_next() -> None:
    flow = flowing((9, 7, 5, 3))
    for unit in range(7):
        for target, value in zip(
            flow.out_of(1, unit).targets, flow.out_of(1, unit).values, strict=True
        ):
            into = flow.into(2, int(target))
            assert value == into.values[into.sources.tolist().index(unit)]
    assert len(flow.out_of(flow.depth, 0)) == 0
    assert len(flow.into(0, 3)) == 0


def test_a_unit_of_the_first_layer_looks_for_its_row_of_w() -> None:
    flow = flowing((16, 6, 4, 3))
    assert flow.looks_for(1, 4) == pytest.approx(flow.weights[0][4])


def test_a_later_unit_looks_for_the_end_of_its_strongest_way_back() -> None:
    flow = flowing((16, 6, 4, 3), seed=5)
    for layer in (2, 3):
        for unit in range(flow.dimensions[layer]):
            way = flow.way_back(layer, unit)
            assert len(way) == layer
            sign, at, to = 1.0, layer, unit
            for source in way[1:]:
                products = flow.weights[at - 1][to] * flow.H[at - 1]
                if products.any():
                    assert abs(products[source]) == pytest.approx(np.abs(products).max())
                sign *= np.sign(flow.weights[at - 1][to, source])
                at, to = at - 1, source
            assert flow.looks_for(layer, unit) == pytest.approx(sign * flow.weights[0][to])


def test_an_image_of_another_size_is_refused() -> None:
    with pytest.raises(ShapeError, match="16"):
        FlowReader(made((16, 4, 2))).read(np.zeros((9, 1), np.float32))


def test_the_largest_of_a_gradient_leaves_zeros_out() -> None:
    values = np.zeros((4, 5))
    values[2, 3], values[0, 1] = -3, 2
    lines = largest_lines(values, 1, 10)
    assert lines.values.tolist() == [-3, 2]
    assert (lines.targets.tolist(), lines.sources.tolist()) == ([2, 0], [3, 1])


@pytest.mark.parametrize("dimensions", SHAPES)
def test_scenes_follow_the_stops_of_a_walk(dimensions) -> None:
    """Each stop shows its own array, and what was shown before stays or is written over."""
    snapshot, image = made(dimensions), image_for(dimensions)
    way = walk(snapshot, image, np.array([1]))
    for stop in way.stops:
        scene = walk_scene(way, stop, lines=30)
        if stop.kind in ("X", "Z", "H", "dZ", "dH", "dX"):
            assert scene.names[stop.layer] == stop.name
            assert scene.values[stop.layer] == pytest.approx(way[stop.name][:, 0])
        elif stop.kind == "db":
            assert scene.rims[stop.layer] == pytest.approx(way[stop.name][:, 0])
        elif stop.kind == "dW":
            [lines] = [each for each in scene.lines if each.layer == stop.layer]
            dW = way[stop.name]
            assert lines.values == pytest.approx(dW[lines.targets, lines.sources])
            assert scene.moving == stop.layer
        assert scene.target == (None if stop.is_forward and stop.kind != "loss" else 1)
        later = [name for name in scene.names[stop.layer + 1 :] if stop.is_forward and name]
        assert not later, "units light before the signal is there"


def test_a_live_scene_shares_its_lines_out_between_the_layers() -> None:
    flow = flowing((16, 8, 8, 4))
    scene = live_scene(flow, lines=30)
    assert [len(lines) for lines in scene.lines] == [10, 10, 10]
    assert scene.names == ("X", "H1", "H2", "H3")
