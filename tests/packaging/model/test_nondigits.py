"""What is no digit: seeded, varied, framed as digits are, and of two kinds that share no form."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.data.starter import starter_digits
from core.errors import DataError
from core.ink.strokes import Drawing
from model.nondigit_forms import JUDGING, LEARNING
from model.nondigits import (
    MAKERS,
    SHARES,
    _digit_forms,
    nondigit_drawings,
    nondigits,
    overlay,
    side_by_side,
)

PURPOSES = ("learning", "judging")


@pytest.fixture(scope="module", params=PURPOSES)
def made(request):
    return request.param, nondigits(request.param, 660, rng=np.random.default_rng(0))


def test_every_kind_is_as_frequent_as_told_and_mixed(made) -> None:
    purpose, drawings = made
    assert drawings.names == tuple(MAKERS[purpose])
    counts = np.bincount(drawings.kinds, minlength=len(drawings.names))
    shares = SHARES if purpose == "learning" else {}
    per_share = counts / [shares.get(name, 1) for name in drawings.names]
    assert np.ptp(per_share) <= 1
    assert len(set(drawings.kinds[:200].tolist())) == len(drawings.names)


def test_the_seed_decides(made) -> None:
    purpose, drawings = made
    again = nondigits(purpose, 660, rng=np.random.default_rng(0))
    other = nondigits(purpose, 660, rng=np.random.default_rng(1))
    np.testing.assert_array_equal(again.images, drawings.images)
    np.testing.assert_array_equal(again.kinds, drawings.kinds)
    assert (other.images != drawings.images).any()


def test_no_two_are_alike_and_none_is_blank(made) -> None:
    images = made[1].images
    assert images.dtype == np.uint8
    assert len(np.unique(images, axis=0)) == len(images)
    assert (images.max(axis=1) > 150).all()


def test_they_fill_the_frame_as_digits_do(made) -> None:
    ink = made[1].images.reshape(-1, 28, 28) > 60
    rows, columns = ink.any(axis=2).sum(axis=1), ink.any(axis=1).sum(axis=1)
    longer = np.maximum(rows, columns)
    assert (longer >= 16).all()
    assert (longer <= 22).all()


def test_the_two_purposes_share_no_form() -> None:
    for kind in ("letters", "signs"):
        learned, judged = getattr(LEARNING, kind), getattr(JUDGING, kind)
        assert len(learned) > 25
        assert len(judged) > 25
        assert not set(learned) & set(judged)
        assert not set(learned.values()) & set(judged.values())
    for digit, forms in _digit_forms(0).items():
        assert forms
        assert not set(forms) & set(_digit_forms(1)[digit])


@pytest.mark.parametrize(("purpose", "count"), [("learning", -1), ("guessing", 3)])
def test_what_cannot_be_made_is_refused(purpose, count) -> None:
    with pytest.raises(DataError, match=str(count)):
        nondigits(purpose, count, rng=np.random.default_rng(0))


def test_none_makes_none() -> None:
    assert nondigits("judging", 0, rng=np.random.default_rng(0)).images.shape == (0, 784)


def test_two_digits_on_top_of_each_other_hold_the_ink_of_both() -> None:
    images = np.zeros((3, 784), np.uint8)
    for row, column in ((0, 100), (1, 300), (2, 500)):
        images[row, column] = 200
    digits = Dataset(images, np.array([0, 1, 7], np.uint8))
    both = overlay(digits, 40, rng=np.random.default_rng(0))
    assert ((both > 0).sum(axis=1) == 2).all()
    # The 1's ink is never moved onto 300 by two pixels from 100 or 500.
    assert not both[:, 300].any()
    assert set(np.argwhere(both)[:, 1]) > {100, 500}


def test_real_pairs_are_of_two_digits() -> None:
    digits = starter_digits(200, rng=np.random.default_rng(0))
    before = digits.images.copy()
    both = overlay(digits, 300, rng=np.random.default_rng(1))
    np.testing.assert_array_equal(digits.images, before)
    assert both.astype(int).sum(axis=1).mean() > 1.3 * before.astype(int).sum(axis=1).mean()


def test_drawings_are_made_as_images_are() -> None:
    made = nondigit_drawings("learning", 120, rng=np.random.default_rng(0))
    again = nondigit_drawings("learning", 120, rng=np.random.default_rng(0))
    assert [each.to_lists() for each in made] == [each.to_lists() for each in again]
    assert len({len(each.strokes) for each in made}) > 2


def test_pairs_stand_side_by_side_at_one_height() -> None:
    digits = [Drawing.from_lists([[[0, 0], [10, 40]]]), Drawing.from_lists([[[3, 2], [9, 8]]])]
    for pair in side_by_side(digits, 40, rng=np.random.default_rng(1)):
        left, right = (stroke.points for stroke in pair.strokes)
        assert np.ptp(left[:, 1]) == pytest.approx(1)
        assert np.ptp(right[:, 1]) == pytest.approx(1)
        assert 0.05 <= right[:, 0].min() - left[:, 0].max() <= 0.5
