"""What the system is that the tests run on, where that is more than a name."""

from __future__ import annotations

import ctypes
import sys
from typing import Any


def _is_wine() -> bool:
    """Wine says that it is Windows, but for one function more."""
    if sys.platform != "win32":
        return False
    library: Any = ctypes.WinDLL("ntdll")
    return hasattr(library, "wine_get_version")


WINE = _is_wine()
