import os

import pytest
from threadpoolctl import threadpool_info

from core import threads
from core.threads import MOST, blas_threads


def used() -> set[int]:
    return {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}


def test_a_count_holds_inside_and_what_was_before_comes_back():
    with blas_threads(2):
        with blas_threads(1):
            assert used() == {1}
        assert used() == {2}


@pytest.mark.parametrize(
    ("cores", "spare", "expected"), [(1, 0, 1), (1, 1, 1), (2, 0, 2), (2, 1, 1), (64, 1, MOST)]
)
def test_by_default_one_a_core_but_the_spare_ones(cores, spare, expected, monkeypatch):
    monkeypatch.setattr(threads, "cores", lambda: cores)
    monkeypatch.setattr(threads, "MOST", MOST)  # not what the tests are held to
    asked = []
    monkeypatch.setattr(threads, "threadpool_limits", lambda count, user_api: asked.append(count))
    blas_threads(spare=spare)
    assert asked == [expected]


def test_only_the_cores_of_this_process_count(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {3}, raising=False)
    assert threads.cores() == 1
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert threads.cores() == 1
