"""From the arguments to a verb's function and its exit code.

0: done. 1: something is wrong with what was given; one line on standard error says what.
2: the arguments make no command. 130: stopped by Ctrl-C.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from core.cli.host import Host
from core.cli.parser import parse
from core.cli.terminal import complain
from core.errors import DigitLabError

FAILED, STOPPED = 1, 130


def run(argv: Sequence[str], host: Host) -> int:
    """Carry out a command; gives its exit code. Raises SystemExit for --help and usage errors."""
    arguments = parse(argv)
    try:
        code = arguments.act(arguments, host)
        sys.stdout.flush()
    except DigitLabError as error:
        complain(str(error))
        return FAILED
    except BrokenPipeError:
        _write_nowhere()
        return FAILED
    except OSError as error:
        _write_nowhere()
        complain(f"The answer cannot be written: {error.strerror or error}.")
        return FAILED
    except KeyboardInterrupt:
        complain("Stopped.")
        return STOPPED
    return int(code)


def _write_nowhere() -> None:
    """Redirect a closed standard output, so that Python's last flush does not fail."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
