"""Which part of a map is seen, and where on the widget each of its places lies."""

from __future__ import annotations

import numpy as np

from core.network.arrays import Array

MARGIN = 0.06  # of the smaller side, around a map that is seen whole
LEAST_ZOOM, MOST_ZOOM = 0.5, 400.0


class Camera:
    """Places of a map (x to the right, y up) and pixels of a widget (y down).

    zoom: how much larger than a map that is seen whole. Until somebody moves it, it shows the
    whole map, however that changes.
    """

    def __init__(self) -> None:
        self.zoom = 1.0
        self._width, self._height = 1.0, 1.0
        self._middle = np.zeros((2, 1))
        self._fit = 1.0  # pixels to a unit of a map that is seen whole
        self._is_moved = False

    @property
    def scale(self) -> float:
        """Logical pixels to a unit of the map."""
        return self._fit * self.zoom

    @property
    def is_moved(self) -> bool:
        """Whether somebody panned or zoomed."""
        return self._is_moved

    def resize(self, width: float, height: float) -> None:
        """The widget's size in logical pixels."""
        before = min(self._width, self._height)
        self._width, self._height = max(width, 1.0), max(height, 1.0)
        self._fit *= min(self._width, self._height) / before

    def show_whole(self, positions: Array) -> None:
        """See all of (2, m), unless somebody moved the camera."""
        if self._is_moved or not positions.shape[1]:
            return
        low, high = positions.min(axis=1), positions.max(axis=1)
        across, up = np.maximum(high - low, 1e-6)
        margin = 2 * MARGIN * min(self._width, self._height)
        self._fit = float(min((self._width - margin) / across, (self._height - margin) / up))
        self._middle = ((low + high) / 2).astype(float).reshape(2, 1)

    def reset(self) -> None:
        """See the whole map again."""
        self._is_moved, self.zoom = False, 1.0

    def pan(self, right: float, down: float) -> None:
        """Move the map by logical pixels."""
        self._is_moved = True
        self._middle += np.array([[-right], [down]]) / self.scale

    def zoom_at(self, x: float, y: float, factor: float) -> None:
        """Make the map `factor` times as large; what is at pixel (x, y) stays there."""
        wanted = min(max(self.zoom * factor, LEAST_ZOOM), MOST_ZOOM)
        from_middle = np.array([[x - self._width / 2], [self._height / 2 - y]])
        self._is_moved = True
        self._middle += from_middle / self.scale * (1 - self.zoom / wanted)
        self.zoom = wanted

    def bring_in(self, place: Array) -> None:
        """Move the map as little as shows the place (2,) of it."""
        x, y = self.pixels(place.reshape(2, 1))[:, 0]
        margin = MARGIN * min(self._width, self._height)
        right = min(max(x, margin), self._width - margin) - x
        down = min(max(y, margin), self._height - margin) - y
        if right or down:
            self.pan(right, down)

    def pixels(self, positions: Array) -> Array:
        """Logical pixels (2, m) of places (2, m)."""
        found: Array = (positions - self._middle) * np.array([[self.scale], [-self.scale]])
        found += np.array([[self._width / 2], [self._height / 2]])
        return found
