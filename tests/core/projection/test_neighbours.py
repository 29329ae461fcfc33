import numpy as np
import pytest

from core.errors import Cancelled
from core.projection.links import links_between
from core.projection.neighbourhoods import class_centres, neighbourhoods
from core.projection.neighbours import BLOCK, nearest


def rng():
    return np.random.default_rng(4)


@pytest.mark.parametrize("m", [2, 30, BLOCK + 7])
def test_the_nearest_are_those_of_all_distances(m):
    points = rng().normal(100, 1, (6, m)).astype(np.float32)
    found, distances = nearest(points, 5)
    apart = np.linalg.norm(points[:, :, None] - points[:, None], axis=0)
    np.fill_diagonal(apart, np.inf)
    expected = np.sort(apart, axis=1)[:, : min(5, m - 1)]
    np.testing.assert_allclose(distances, expected, rtol=1e-2)
    np.testing.assert_allclose(np.take_along_axis(apart, found, axis=1), expected, rtol=1e-2)


@pytest.mark.parametrize("m", [0, 1])
def test_one_point_has_no_neighbour(m):
    found, distances = nearest(np.ones((3, m), np.float32), 5)
    assert found.shape == distances.shape == (m, 0)


def test_equal_points_are_neighbours_of_each_other_not_of_themselves():
    found, distances = nearest(np.ones((3, 4), np.float32), 3)
    assert all(sorted(row) == sorted({0, 1, 2, 3} - {own}) for own, row in enumerate(found))
    assert not distances.any()


def test_the_search_can_be_given_up():
    with pytest.raises(Cancelled):
        nearest(np.ones((3, 4), np.float32), 3, cancelled=lambda: True)


def test_links_go_both_ways_and_the_nearest_weigh_one():
    points = rng().normal(size=(2, 80)).astype(np.float32)
    found, distances = nearest(points, 6)
    links = links_between(found, distances)
    weight = {
        (a, b): w for a, b, w in zip(links.sources, links.targets, links.weights, strict=True)
    }
    assert all(weight[b, a] == w for (a, b), w in weight.items())
    assert all(weight[own, row[0]] == pytest.approx(1) for own, row in enumerate(found))
    assert {(own, other) for own, row in enumerate(found) for other in row} <= weight.keys()
    assert (np.diff(links.sources) >= 0).all()
    assert (links.sources[links.starts] == np.arange(80)).all()


def test_a_links_weight_is_the_union_of_both_views():
    found = np.array([[1, 2], [0, 2], [0, 1]])
    distances = np.array([[1.0, 2.0], [1.0, 1.0], [2.0, 2.0]], np.float32)
    links = links_between(found, distances)
    weight = dict(zip(zip(links.sources, links.targets, strict=True), links.weights, strict=True))
    assert weight[1, 2] == pytest.approx(1)
    assert weight[0, 1] == pytest.approx(1)


def test_links_of_equal_points_are_finite():
    links = links_between(*nearest(np.ones((3, 20), np.float32), 5))
    assert np.isfinite(links.weights).all()


def test_neighbourhoods_count_the_own_class():
    near = rng().normal(0, 0.1, (2, 40))
    far = rng().normal(9, 0.1, (2, 40))
    labels = np.repeat([0, 2], 40).astype(np.uint8)
    labels[0] = 2  # lies among the other class
    found = neighbourhoods(np.hstack([near, far]), labels, 3)
    assert found.outliers(5)[0] == 0
    assert found.most[0] == 0
    assert found.shares[0] == 0
    assert found.share > 0.9
    assert found.share_of(1) is None
    assert 0.9 < found.share_of(2) < 1


def test_a_centre_is_the_median_of_its_class():
    positions = np.array([[0, 1, 50, 7], [0, 2, 9, 7]], np.float32)
    centres = class_centres(positions, np.array([0, 0, 0, 2], np.uint8), 3)
    np.testing.assert_array_equal(centres, [[1, np.nan, 7], [2, np.nan, 7]])
