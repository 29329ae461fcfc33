"""What “worse” is, after a lesson."""

from __future__ import annotations

import math

import pytest

from app.state.lesson import MINE, OTHERS, warning, worse_at
from tests.app.hands import lesson_result

SAME = 9_936, 9_936


@pytest.mark.parametrize(
    ("mine", "others", "worse"),
    [
        ((7, 4, 6), SAME, ()),
        ((7, 6, 6), SAME, ()),
        ((7, 6, 5), SAME, (MINE,)),
        ((1_000, 996, 995), SAME, (MINE,)),
        ((0, 0, 0), SAME, ()),
        ((7, 4, 7), (9_936, 9_921), ()),  # 15 of 10,000: as many as a lesson may cost
        ((7, 4, 7), (9_936, 9_920), (OTHERS,)),
        ((0, 0, 0), (9_936, 9_000), (OTHERS,)),
        ((7, 4, 3), (9_936, 9_000), (MINE, OTHERS)),
        ((7, 4, 3), (9_936, 9_950), (MINE,)),
    ],
)
def test_worse_is_fewer_of_ones_own_or_clearly_fewer_of_the_others(
    mine: tuple[int, int, int], others: tuple[int, int], worse: tuple[str, ...]
) -> None:
    result = lesson_result(mine, others)
    assert worse_at(result) == worse
    assert bool(warning(result)) == bool(worse)


def test_the_warning_says_at_what() -> None:
    assert warning(lesson_result((7, 4, 3), (9_936, 9_000))).startswith(
        "It got worse at your drawings and at other people’s digits. Discard it"
    )


def test_without_other_digits_they_say_nothing() -> None:
    result = lesson_result((7, 4, 6), (0, 0), count=0)
    assert math.isnan(result.others.after.accuracy)
    assert worse_at(result) == ()
