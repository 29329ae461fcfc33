"""The line that tells which step is seen."""

import pytest

from app.views.inspect.live.words import step_in_words
from tests.app.views.inspect.live.steps import inspected


@pytest.mark.parametrize(
    ("is_held", "newest", "ended", "start", "end"),
    [
        (False, 11, None, "Step 11  ·  epoch 1  ·  loss ", "batch of 32  ·  rate 0.100"),
        (True, 11, None, "Held at step 11  ·  ", "rate 0.100"),
        (True, 1500, None, "Held at step 11  ·  ", "  ·  training is at step 1,500"),
        (True, 1500, 1600, "Held at step 11  ·  ", "  ·  training is at step 1,500"),
        (True, 11, 11, "Held at step 11  ·  ", "  ·  the run has ended"),
        (False, 11, 11, "Step 11  ·  ", "  ·  the run has ended"),
        (False, 11, 1600, "Step 11  ·  ", "  ·  the run has ended at step 1,600"),
    ],
)
def test_the_line(is_held, newest, ended, start, end):
    text = step_in_words(inspected()[-1].step, is_held=is_held, newest=newest, ended=ended)
    assert text.startswith(start)
    assert text.endswith(end)
