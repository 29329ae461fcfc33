"""What the tests of the microscope share: a small network, and a pointer that looks at cells."""

import numpy as np
from PySide6.QtCore import QPoint

from core.ink.strokes import Drawing
from core.network.network import Network
from core.network.snapshots import Snapshot

SEVEN = Drawing.from_lists([[[0.2, 0.2], [0.8, 0.2], [0.4, 0.9]]])


def network(hidden=(9, 8), activation="relu", seed=0) -> Snapshot:
    rng = np.random.default_rng(seed)
    return Network((784, *hidden, 10), activation, "xavier", rng=rng).snapshot("tiny")


def side_of(pane):
    return pane.page.sides.forward if pane.page.stop.is_forward else pane.page.sides.backward


def point_of(matrix, cell) -> QPoint:
    return matrix.rect_of(cell).center().toPoint()


def hover(qtbot, matrix, cell):
    matrix.set_cell(cell)  # brings it into view
    qtbot.mouseMove(matrix.viewport(), QPoint(1, 1))
    qtbot.mouseMove(matrix.viewport(), point_of(matrix, cell))
    qtbot.waitUntil(lambda: matrix.cell == cell)
