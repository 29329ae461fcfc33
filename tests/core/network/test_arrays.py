import numpy as np
import pytest

from core.network.arrays import CACHE_LINE, aligned_zeros


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
