"""Entry point: a verb goes to the command line, which needs no Qt; without one the window opens,
with the network or the lesson that is named, if one is."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.desktop.files import file_in
from app.paths import user_paths
from core.cli import Host, run
from core.cli.terminal import complain, speak_plainly
from core.errors import DataError
from core.files.leftovers import keep_journal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FAILED, CANNOT_START = 1, 2
SELF_TEST, DEBUG = "--self-test", "--debug"


def main(argv: Sequence[str] | None = None) -> int:
    """Exit code. argv: without the program's name; the process's own when None."""
    speak_plainly()
    arguments = sys.argv[1:] if argv is None else list(argv)
    if arguments == [SELF_TEST]:
        return _test_itself()
    keep_journal(user_paths().saved_in)
    to_open = [each for each in arguments if each != DEBUG]
    if to_open and file_in(to_open) is None:
        paths = user_paths()
        return run(arguments, Host(_read_picture, [paths.mnist], paths.runs))
    return _open_window([sys.argv[0], *to_open], debug=DEBUG in arguments)


def _open_window(argv: Sequence[str], *, debug: bool) -> int:
    from app.desktop.display import obstacle

    sentence = obstacle()
    if sentence is not None:
        complain(sentence)
        return CANNOT_START
    # Hardly anything of what a start makes becomes garbage; looking for it takes a tenth of the
    # time to the window. The collector runs again when all is made: spare_collector().
    gc.disable()
    from app import startup

    code: int = startup.run(argv, debug=debug)
    return code


def _test_itself() -> int:
    try:
        from app.desktop import self_test
    except ImportError as error:
        from app.desktop.libraries import what_is_missing

        print(f"FAILED: {what_is_missing(error)}", flush=True)
        return FAILED
    return self_test.run(sys.argv)


def _read_picture(path: Path) -> NDArray[np.uint8]:
    """Qt is imported only when there is a picture to decode."""
    try:
        from app.desktop.pictures import read_picture
    except ImportError as error:
        from app.desktop.libraries import what_is_missing

        raise DataError(what_is_missing(error)) from None
    return read_picture(path)


if __name__ == "__main__":
    sys.exit(main())
