"""Check all: the table of every gradient."""

import pytest

from app.look.figures import symbol
from app.views.inspect.microscope.example import BATCH
from tests.app.views.inspect.microscope.looking import network


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
def test_all_gradients_are_checked_in_a_table(qtbot, pane, activation):
    pane.set_network(network(activation=activation))
    pane.page.sum.check_all.click()
    qtbot.waitUntil(lambda: not pane.checks.is_running, timeout=20_000)
    checks = pane.checks
    names = [each.name for each in pane.page.walk.stops if not each.is_forward]
    assert [each.name for each in checks.checks] == names
    assert checks.table.rowCount() == len(names)
    for row, check in enumerate(checks.checks):
        assert check.checked + check.kinks == check.entries == pane.page.walk[check.name].size
        assert checks.table.item(row, 0).text() == symbol(check.name)
        assert "right" in checks.table.item(row, 7).text()
    assert "All are right" in checks.summary.text()
    row = names.index("dW2")
    worst = checks.checks[row].index
    checks.table.cellClicked.emit(row, 0)
    assert pane.page.stop.name == "dW2"
    assert pane.page.sum.symbols.text().startswith(f"dW²[{worst[0]}, {worst[1]}]")


def test_a_check_that_is_left_stops(qtbot, pane):
    pane.set_network(network((300, 200)))
    pane.chooser.choose(BATCH)
    pane.page.sum.check_all.click()
    qtbot.waitUntil(lambda: pane.checks.checks != ())
    pane.checks.back.click()
    assert not pane.checks.is_running
    assert pane.page.stop is not None
