from dataclasses import replace

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.errors import Cancelled, DataError, ShapeError
from core.network.network import L_layer_forward, Network
from core.projection.links import links_between
from core.projection.maps import (
    COMPONENTS,
    NEIGHBOURS,
    MapQuestion,
    frames_of,
    some_of_each_class,
)
from core.projection.neighbour_map import OTHERS, NeighbourMap
from core.projection.neighbourhoods import neighbourhoods
from core.projection.neighbours import nearest
from core.projection.seen import layer_outputs

pytestmark = pytest.mark.numeric


def rng():
    return np.random.default_rng(5)


def clusters(m=150, classes=3, names=("a", "b", "c")):
    """Images around one of each class."""
    middles = rng().integers(60, 200, (classes, 784))
    labels = (np.arange(m) % classes).astype(np.uint8)
    images = np.clip(middles[labels] + rng().normal(0, 40, (m, 784)), 0, 255)
    return Dataset(images.astype(np.uint8), labels, names)


def small_network(dimensions=(784, 12, 3)):
    return Network(dimensions, rng=rng()).snapshot()


def last(question):
    return list(frames_of(question))[-1]


def test_neighbours_keep_classes_together():
    dataset = clusters()
    found = last(MapQuestion(dataset, None, 0, NEIGHBOURS))
    assert found.done == 1
    assert neighbourhoods(found.positions, dataset.labels, 3).share > 0.95


@pytest.mark.parametrize("way", [COMPONENTS, NEIGHBOURS])
def test_the_same_question_gives_the_same_map(way):
    question = MapQuestion(clusters(60), small_network(), 1, way)
    np.testing.assert_array_equal(last(question).positions, last(question).positions)


def test_a_map_by_neighbours_begins_at_the_components():
    dataset = clusters(60)
    first = next(frames_of(MapQuestion(dataset, None, 0, NEIGHBOURS)))
    components = last(MapQuestion(dataset, None, 0, COMPONENTS))
    np.testing.assert_allclose(np.abs(first.positions), np.abs(components.positions), atol=0.02)
    assert first.done == 0
    assert components.shares.sum() <= 1


@pytest.mark.parametrize("way", [COMPONENTS, NEIGHBOURS])
def test_a_map_that_goes_on_stays_where_it_was(way):
    """The parameters differ a little, as after some steps of a run."""
    dataset, before = clusters(90), small_network()
    theta = before.theta * np.float32(1.01)
    after = Network.from_snapshot(before)
    after.theta[:] = theta
    first = last(MapQuestion(dataset, before, 1, way))
    size = first.size if way == NEIGHBOURS else 0
    second = last(MapQuestion(dataset, after.snapshot(), 1, way, first.positions, size))
    assert np.abs(second.positions - first.positions).mean() < 0.1


def test_a_map_is_laid_on_the_one_before():
    dataset = clusters(90)
    first = last(MapQuestion(dataset, None, 0, COMPONENTS))
    angle = np.array([[0, -1], [1, 0]], np.float32)
    before = angle @ first.positions
    second = last(MapQuestion(dataset, None, 0, COMPONENTS, before))
    np.testing.assert_allclose(second.positions, before, atol=1e-4)


@pytest.mark.parametrize("way", [COMPONENTS, NEIGHBOURS])
@pytest.mark.parametrize("m", [0, 1, 2, 3, 5])
def test_few_examples_have_a_map(way, m):
    frames = list(frames_of(MapQuestion(clusters(6).take(np.arange(m)), None, 0, way)))
    assert bool(frames) == bool(m)
    assert all(np.isfinite(each.positions).all() for each in frames)
    assert not frames or frames[-1].done == 1


def test_equal_images_have_a_map():
    dataset = clusters(1).take(np.zeros(20, np.intp))
    assert np.isfinite(last(MapQuestion(dataset, None, 0, NEIGHBOURS)).positions).all()


def test_a_map_can_be_given_up():
    with pytest.raises(Cancelled):
        list(frames_of(MapQuestion(clusters(), None, 0, NEIGHBOURS), cancelled=lambda: True))


def test_a_network_that_is_not_finite_has_no_map():
    network = Network.from_snapshot(small_network())
    network.theta[:] = np.nan
    with pytest.raises(DataError, match="not finite"):
        last(MapQuestion(clusters(9), network.snapshot(), 1, COMPONENTS))


def test_what_is_seen_is_what_goes_forward():
    dataset, network = clusters(7), Network((784, 12, 3), rng=rng())
    HL, memories = L_layer_forward(dataset.X(), network.parameters)
    for layer, expected in enumerate([dataset.X(), memories[1][0][0], HL]):
        H, probabilities = layer_outputs(network.snapshot(), dataset, layer)
        np.testing.assert_allclose(H, expected, atol=1e-6)
        np.testing.assert_allclose(probabilities, HL, atol=1e-6)


def test_a_network_for_other_inputs_is_said():
    with pytest.raises(ShapeError, match="392"):
        layer_outputs(small_network((392, 3)), clusters(4), 0)


def a_map(m=12):
    points = rng().normal(size=(2, m)).astype(np.float32)
    links = links_between(*nearest(points, 4))
    return NeighbourMap(points, links, rng=rng()), links, points.astype(np.float64)


def test_the_pull_is_the_gradient_of_the_links_likeness():
    the_map, links, points = a_map()

    def likeness(places):
        apart = np.square(places[:, links.sources] - places[:, links.targets]).sum(axis=0)
        return np.sum(links.weights * np.log(1 / (1 + apart))) / 2

    pull = the_map.pull()
    for axis, number in ((0, 0), (1, 3), (0, 7)):
        shift = np.zeros_like(points)
        shift[axis, number] = 1e-5
        measured = (likeness(points + shift) - likeness(points - shift)) / 2e-5
        assert pull[axis, number] == pytest.approx(measured, rel=1e-3, abs=1e-4)


def test_two_points_push_each_other_apart():
    start = np.array([[0.0, 0.5], [0.0, 0.0]], np.float32)
    found = np.array([[1], [0]])
    the_map = NeighbourMap(start, links_between(found, np.ones((2, 1), np.float32)), rng=rng())
    push = sum(the_map.push() for _ in range(20))
    assert push[0, 0] < 0 < push[0, 1]
    one = 2 / (0.5**2 + 1e-3) / (1 + 0.5**2) * 0.5
    assert one * OTHERS * 20 > push[0, 1] > one


@pytest.mark.parametrize("count", [10, 30, 200])
def test_some_of_each_class_keeps_the_proportions(count):
    dataset = clusters(90, names=tuple("0123456789"))
    chosen = some_of_each_class(dataset, count)
    assert len(chosen) == min(count, 90)
    assert (np.diff(chosen) > 0).all()
    counts = np.bincount(dataset.labels[chosen], minlength=3)
    assert counts.max() - counts.min() <= 1


def test_answers_come_with_a_network_that_knows_the_classes():
    dataset = clusters(9)
    known = replace(small_network(), class_names=dataset.class_names)
    found = last(MapQuestion(dataset, known, 1, COMPONENTS))
    assert found.answers is not None
    np.testing.assert_allclose(found.answers.probabilities.sum(axis=0), 1, rtol=1e-5)
    others = replace(known, class_names=("x", "y", "z"))
    assert last(MapQuestion(dataset, others, 1, COMPONENTS)).answers is None


def test_pixels_have_a_map_beside_a_network_for_other_inputs():
    found = last(MapQuestion(clusters(9), small_network((392, 3)), 0, COMPONENTS))
    assert found.answers is None
