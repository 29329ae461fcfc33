"""The small curve of one kept run."""

from dataclasses import replace

from app.views.runs.curve import KeptCurve
from tests.core.runs.records import RECIPE, held_run


def test_the_step_from_which_on_it_took_the_hardest_is_marked(look, qtbot):
    curve = KeptCurve()
    qtbot.addWidget(curve)
    curve.set_record(held_run(replace(RECIPE, hardest=0.25)))
    [moment] = curve.moments.moments
    assert moment.step == 3  # after an epoch of two
    assert "hardest 25" in curve.toolTip()
    for record in (held_run(), None):
        curve.set_record(record)
        assert not curve.moments.moments
        assert not curve.toolTip()
