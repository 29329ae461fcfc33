"""The pinned PySide6 and pyqtgraph bear a live plot on this Python: decision 4."""

from __future__ import annotations

from tests.repaints import repaint


def test_a_live_plot_loses_no_references_to_none(qapp):
    assert repaint(100) < 100, "one or more with each repaint"
