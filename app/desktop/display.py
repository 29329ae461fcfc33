"""Whether a window can be opened here, looked at before QApplication, which aborts if not."""

from __future__ import annotations

import ctypes
import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

from app.desktop.libraries import what_is_missing

# Of addresses, not of memory: libraries and the stacks of threads take them without using them.
# With less, Qt and OpenBLAS end the process, or threads that were asked for never begin.
LEAST_ROOM = 1500 << 20
_ELSE = "`digit-lab --help` lists what works without a window."
# Platforms of Qt that show a window on the user's screen; the others need no server.
_SERVERS = {"xcb": "DISPLAY", "wayland": "WAYLAND_DISPLAY"}


def obstacle(environ: Mapping[str, str] = os.environ) -> str | None:
    """One line on what is missing and what to do, or None when a window can be opened."""
    if not sys.platform.startswith("linux"):
        return None
    room = _address_space()
    if room < LEAST_ROOM:
        return (
            f"This process may have {room >> 20:,} MB of address space, and a window needs "
            f"{LEAST_ROOM >> 20:,}. Raise the limit, for instance with `ulimit -v unlimited`."
        )
    platforms = _platforms(environ)
    if not platforms:
        return (
            "There is no display to open a window on. Start Digit Lab from a desktop, or set "
            f"DISPLAY or WAYLAND_DISPLAY. {_ELSE}"
        )
    try:
        from PySide6.QtCore import QLibraryInfo
        from PySide6.QtWidgets import QApplication  # noqa: F401
    except ImportError as error:
        return what_is_missing(error)
    plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms"
    obstacles = [_obstacle_of(platform, plugins, environ) for platform in platforms]
    return None if None in obstacles else obstacles[-1]


def _address_space() -> int:
    """How many bytes of it the process may have."""
    import resource  # not on Windows

    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    return sys.maxsize if limit == resource.RLIM_INFINITY else limit


def _platforms(environ: Mapping[str, str]) -> list[str]:
    """Those that Qt will try, in its order."""
    named = environ.get("QT_QPA_PLATFORM", "")
    if named:
        return [platform.partition(":")[0] for platform in named.split(";")]
    return [name for name in ("wayland", "xcb") if environ.get(_SERVERS[name])]


def _obstacle_of(platform: str, plugins: Path, environ: Mapping[str, str]) -> str | None:
    if platform.startswith("wayland"):
        platform = "wayland"
    plugin = plugins / f"libq{platform}.so"
    if not plugin.exists():
        return f"Qt has no platform called “{platform}”. Unset QT_QPA_PLATFORM."
    try:
        silence = _silence(platform, environ)
        if silence is None:
            _load(plugin)
        return silence
    except OSError as error:
        return what_is_missing(error)


def _load(plugin: Path) -> None:
    """Raises OSError when the plugin, or a library that it needs, cannot be loaded."""
    ctypes.CDLL(str(plugin))


def _silence(platform: str, environ: Mapping[str, str]) -> str | None:
    """A sentence when the platform's server does not answer. Raises OSError as _load() does."""
    if platform not in _SERVERS:
        return None
    variable = _SERVERS[platform]
    name = environ.get(variable, "")
    if not name:
        return f"{variable} is not set, so there is no display to open a window on. {_ELSE}"
    if _ANSWERS[platform](name, environ):
        return None
    return (
        f"The display {name} cannot be reached. Start Digit Lab from a desktop, or correct "
        f"{variable}. {_ELSE}"
    )


def _x_answers(name: str, environ: Mapping[str, str]) -> bool:
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(os.fsencode(name), None)
    failed = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not failed


def _wayland_answers(name: str, environ: Mapping[str, str]) -> bool:
    path = os.path.join(environ.get("XDG_RUNTIME_DIR", ""), name)
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(path)
        except OSError:
            return False
    return True


_ANSWERS = {"xcb": _x_answers, "wayland": _wayland_answers}
