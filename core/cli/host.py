"""What the app gives the command line, so that core needs neither Qt nor the user's folders."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Host:
    """read_picture: a picture file as grey uint8 (h, w); raises DataError. data_folders: where to
    look for MNIST. runs: the user's library of runs, or None."""

    read_picture: Callable[[Path], NDArray[np.uint8]]
    data_folders: Sequence[Path] = ()
    runs: Path | None = None
