import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.network.arrays import CACHE_LINE, aligned_zeros, pieces, room_for_a_piece


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.uint8])
@pytest.mark.parametrize("count", [0, 1, 63, 1000])
def test_zeros_that_begin_on_a_cache_line(count, dtype):
    made = [aligned_zeros(count, dtype) for _ in range(5)]
    for each in made:
        assert (each.shape, each.dtype) == ((count,), dtype)
        assert each.flags.writeable
        assert not each.any()
        assert count == 0 or each.ctypes.data % CACHE_LINE == 0


def test_each_has_its_own_memory():
    first, second = aligned_zeros(8, np.float32), aligned_zeros(8, np.float32)
    first[:] = 1
    assert not second.any()


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_pieces_follow_each_other_and_fit_their_room(size, start):
    found = pieces(start + size, start)
    assert found[0].start == start
    assert found[-1].stop == start + size
    assert [each.stop for each in found[:-1]] == [each.start for each in found[1:]]
    lengths = [each.stop - each.start for each in found]
    assert max(lengths) - min(lengths) <= 1
    assert max(lengths) <= len(room_for_a_piece(size, np.float32))


def test_long_vectors_alone_are_cut():
    assert len(pieces(110_000)) == 1
    assert len(pieces(640_000)) == 9
