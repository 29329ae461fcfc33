from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from core.data.opening.opening import open_set
from core.data.opening.records import Help, Opened, Request
from core.reading.known_digits import known_digits
from tests.core.data.opening.sets import read_png

Open = Callable[..., Opened]


@pytest.fixture
def opened() -> Open:
    """Opens a path, as the app does but for the decoder of pictures."""

    def open_it(*paths: Path, read_digits: bool = False, **asked: object) -> Opened:
        knows = known_digits() if read_digits else None
        return open_set(Request(paths, **asked), Help(read_png, knows))

    return open_it
