"""Child process: one frame of the large picture of a network, beside pyqtgraph's GraphItem.

A frame is everything from a new drawing to the painted picture of 784-1024-512-10: the forward
pass, the strongest lines, tiles and lines. The peer is given the same units and the same lines,
already found, and only paints them. Both take turns. Prints one JSON object, in milliseconds.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from app.desktop.process import make_application
from app.views.widgets.network_picture.picture import NetworkPicture
from core.data.starter import starter_digits
from core.files import model_file

SIZE = 1100, 560
DIGITS, WARM = 200, 10


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=10)
    options = parser.parse_args()
    make_application(["digit-lab"])
    print(json.dumps(_measure(options.seconds)))


def _measure(seconds: float) -> dict[str, float]:
    digits = starter_digits(DIGITS, rng=np.random.default_rng(5))
    picture = NetworkPicture()
    picture.resize(*SIZE)
    picture.set_network(model_file.shipped())
    picture.set_image(digits.X(0, 1))
    peer = _Peer(picture)
    picture.show()
    peer.widget.show()

    def ours(number: int) -> None:
        picture.set_image(digits.X(number, number + 1))

    ways: dict[str, tuple[QWidget, Callable[[int], None]]] = {
        "ours": (picture, ours),
        "peer": (peer.widget.viewport(), peer.show_number),
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    room = QImage(*SIZE, QImage.Format.Format_RGB32)
    end = time.perf_counter() + seconds
    number = 0
    while number < WARM or time.perf_counter() < end:
        for name, (widget, change) in ways.items():
            start = time.perf_counter()
            change(number % DIGITS)
            widget.render(room)
            if number >= WARM:
                times[name].append(1000 * (time.perf_counter() - start))
        number += 1
    return {
        "ours_median_ms": float(np.median(times["ours"])),
        "ours_p99_ms": float(np.quantile(times["ours"], 0.99)),
        "peer_median_ms": float(np.median(times["peer"])),
        "frames": len(times["ours"]),
    }


class _Peer:
    """The same units and lines as a GraphItem; each frame its units' brushes change."""

    def __init__(self, picture: NetworkPicture) -> None:
        layout, scene = picture._placed(), picture.scene
        assert layout is not None
        assert scene is not None
        places = [block.middles(np.arange(block.units)) for block in layout.blocks[1:]]
        first = layout.blocks[0].middles(np.arange(layout.blocks[0].units))
        starts = np.cumsum([0, len(first), *(len(each) for each in places)])
        self._pos = np.concatenate([first, *places])
        self._adj = np.concatenate(
            [
                np.stack(
                    [starts[lines.layer - 1] + lines.sources, starts[lines.layer] + lines.targets],
                    axis=1,
                )
                for lines in scene.lines
            ]
        )
        self.widget = pg.PlotWidget()
        self.widget.resize(*SIZE)
        self._item = pg.GraphItem()
        self.widget.addItem(self._item)
        self.show_number(0)

    def show_number(self, number: int) -> None:
        brushes = [pg.mkBrush(40 + number % 200)] * len(self._pos)
        self._item.setData(
            pos=self._pos, adj=self._adj, symbol="s", size=7, symbolBrush=brushes,
            pen=pg.mkPen("#2166ac", width=2),
        )  # fmt: skip


if __name__ == "__main__":
    main()
