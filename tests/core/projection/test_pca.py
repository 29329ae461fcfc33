import numpy as np
import pytest

from core.errors import DataError
from core.projection.alignment import in_unit_size, turned_onto
from core.projection.pca import principal_components


def rng():
    return np.random.default_rng(3)


def points_of(n, m, dtype=np.float32):
    """Spread less along each axis than along the one before, and turned."""
    turn = np.linalg.qr(rng().normal(size=(n, n)))[0]
    spread = 0.8 ** np.arange(n)[:, None]
    return (turn @ (spread * rng().normal(size=(n, m))) + 2).astype(dtype)


@pytest.mark.parametrize("n", [2, 10, 40, 784])
def test_the_axes_are_those_of_the_svd(n):
    points = points_of(n, 900)
    found = principal_components(points, 2, rng=rng())
    centred = points - points.mean(axis=1, keepdims=True)
    left, sizes, _ = np.linalg.svd(centred.astype(np.float64), full_matrices=False)
    np.testing.assert_allclose(np.abs(np.sum(found.axes.T * left[:, :2], axis=0)), 1, atol=1e-4)
    np.testing.assert_allclose(found.shares, (sizes**2 / np.sum(sizes**2))[:2], rtol=1e-3)


def test_signs_do_not_depend_on_chance():
    points = points_of(60, 300)
    one = principal_components(points, 2, rng=np.random.default_rng(0))
    other = principal_components(points, 2, rng=np.random.default_rng(1))
    np.testing.assert_allclose(one.axes, other.axes, atol=1e-3)
    peaks = np.abs(one.axes).argmax(axis=1)
    assert (one.axes[[0, 1], peaks] > 0).all()


def test_projected_points_lie_around_zero():
    points = points_of(30, 200)
    found = principal_components(points, 2, rng=rng())
    places = found.project(points)
    assert places.shape == (2, 200)
    np.testing.assert_allclose(places.mean(axis=1), 0, atol=1e-5)
    assert places[0].std() > places[1].std()


@pytest.mark.parametrize("points", [np.ones((5, 4)), np.zeros((784, 1)), np.ones((1, 3))])
def test_points_that_do_not_differ_lie_at_one_place(points):
    found = principal_components(points.astype(np.float32), 2, rng=rng())
    assert np.isfinite(found.axes).all()
    assert not found.shares.any()
    assert not found.project(points).any()


def test_large_numbers_do_not_overflow():
    points = points_of(20, 50) * np.float32(1e30)
    found = principal_components(points, 2, rng=rng())
    assert np.isfinite(found.shares).all()


def test_what_is_not_finite_has_no_place():
    points = points_of(4, 9)
    points[2, 3] = np.nan
    with pytest.raises(DataError, match="not finite"):
        principal_components(points, 2, rng=rng())


def test_unit_size_has_a_root_mean_square_of_one():
    places = in_unit_size(rng().normal(3, 40, (2, 500)))
    np.testing.assert_allclose(np.square(places).sum(axis=0).mean(), 1, rtol=1e-5)
    assert not in_unit_size(np.full((2, 3), 7.0)).any()


@pytest.mark.parametrize("mirrored", [1, -1])
def test_a_turned_map_is_turned_back(mirrored):
    before = in_unit_size(rng().normal(size=(2, 50)) * [[3], [1]])
    angle = 2.5
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    turned = turn @ before * [[1], [mirrored]]
    np.testing.assert_allclose(turned_onto(before, turned), before, atol=1e-5)
