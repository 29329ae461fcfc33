"""Entry point: a verb goes to the command line, which needs no Qt; no verb opens the window."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.paths import user_paths
from core.cli import Host, run
from core.errors import DataError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CANNOT_START = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Exit code. argv: without the program's name; the process's own when None."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    if arguments:
        return run(arguments, Host(_read_picture, [user_paths().mnist]))
    return _open_window()


def _open_window() -> int:
    from app.display import obstacle

    sentence = obstacle()
    if sentence is not None:
        print(f"digit-lab: {sentence}", file=sys.stderr)
        return CANNOT_START
    from app import startup

    code: int = startup.run(sys.argv)
    return code


def _read_picture(path: Path) -> NDArray[np.uint8]:
    """Qt is imported only when there is a picture to decode."""
    try:
        from app.pictures import read_picture
    except ImportError as error:
        from app.libraries import what_lacks

        raise DataError(what_lacks(error)) from None
    return read_picture(path)


if __name__ == "__main__":
    sys.exit(main())
