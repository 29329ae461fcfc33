"""Arrays as files: what is read back is what was there."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest

from core.errors import ShapeError
from core.files.array_file import to_csv, to_npy


def array(dtype: type) -> np.ndarray:
    rng = np.random.default_rng(3)
    made = (rng.normal(size=(7, 5)) * 10.0 ** rng.integers(-30, 30, (7, 5))).astype(dtype)
    made[0, 0], made[1, 1], made[2, 2], made[3, 3] = np.nan, np.inf, -np.inf, -0.0
    return made


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("order", ["C", "F"])
def test_a_table_reads_back_to_the_last_bit(dtype: type, order: str) -> None:
    values = np.array(array(dtype), order=order)
    read = np.loadtxt(io.BytesIO(to_csv(values, "dW2")), delimiter=",", skiprows=1, ndmin=2)
    np.testing.assert_array_equal(read[:, 0], np.arange(7))
    back = read[:, 1:].astype(dtype)
    np.testing.assert_array_equal(back, values)
    assert np.signbit(back[3, 3])


def test_the_first_line_names_the_array_and_its_columns() -> None:
    lines = to_csv(np.array([[1, 2.5], [-3, 4]]), "dW2").decode().splitlines()
    assert lines == ["dW2,0,1", "0,1.0,2.5", "1,-3.0,4.0"]


def test_a_name_with_a_comma_stays_one_field() -> None:
    table = list(csv.reader(io.StringIO(to_csv(np.ones((1, 1)), 'W, "new"').decode())))
    assert table == [['W, "new"', "0"], ["0", "1.0"]]


def test_only_a_matrix_is_a_table() -> None:
    with pytest.raises(ShapeError, match="rows and columns"):
        to_csv(np.ones(3), "b")


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.uint8])
def test_numpy_reads_its_own_format(dtype: type) -> None:
    values = np.nan_to_num(array(np.float64), posinf=9, neginf=0).clip(0, 99).astype(dtype).T
    back = np.load(io.BytesIO(to_npy(values)), allow_pickle=False)
    assert back.dtype == dtype
    np.testing.assert_array_equal(back, values)
