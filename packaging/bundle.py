"""What goes into the bundle and what stays out, as tables, and the pruning that they ask for.

build.spec reads this file; tests/packaging compares the tables with what the code imports.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterable
from fnmatch import fnmatch
from importlib.util import find_spec
from pathlib import Path, PurePosixPath

# A line of PyInstaller's tables: where it goes, where it comes from, what it is.
Entry = tuple[str, str, str]

UNUSED_QT = tuple(
    f"PySide6.{name}"
    for name in (
        *("QtConcurrent", "QtDBus", "QtDesigner", "QtHelp", "QtNetwork"),
        *("QtPrintSupport", "QtQml", "QtQuick", "QtQuickControls2", "QtQuickTest"),
        *("QtQuickWidgets", "QtSql", "QtSvgWidgets", "QtTest", "QtUiTools", "QtXml"),
    )
)
# pyqtgraph tries these and does without: QtTest is there to lend PySide a qWait that it has.
UNUSED_MODULES = (
    *("pyqtgraph.examples", "pyqtgraph.jupyter", "pyqtgraph.opengl"),
    *("pyqtgraph.console", "pyqtgraph.dockarea", "pyqtgraph.flowchart"),
    *("numpy.f2py", "numpy.distutils", "setuptools", "pkg_resources", "packaging"),
    *(
        "typing_extensions",
        "PIL",
        "matplotlib",
        "scipy",
        "IPython",
        "OpenGL",
        "cupy",
        "numba",
        "h5py",
    ),
)
# Of the standard library: what needs a terminal, another toolkit or a library we do not carry;
# servers, mail, sound files and tools for code, which no file that a learner has checked will ask
# for; and what stands in for modules in C that we carry.
# readline is under the GPL, which would bind all that is linked with it.
UNUSED_STANDARD = (
    *("readline", "rlcompleter", "curses", "tkinter", "turtle", "turtledemo", "idlelib"),
    *("test", "lib2to3", "ensurepip", "venv", "distutils", "pydoc_data", "antigravity", "this"),
    *("asyncio", "asynchat", "asyncore", "cgi", "cgitb", "ftplib", "imaplib", "mailbox", "nntplib"),
    *("poplib", "smtpd", "smtplib", "telnetlib", "wsgiref", "xmlrpc"),
    *("aifc", "audioop", "chunk", "sndhdr", "sunau", "pickletools", "_pydecimal", "_pyio"),
    *("modulefinder", "pyclbr", "tabnanny", "zipapp", "compileall", "trace", "mailcap", "uu"),
    *("xdrlib", "netrc"),
    # The characters of Hong Kong and of old mail, which no system keeps its files in; and a library
    # of the system's that the module of the same name does without.
    *("_codecs_hk", "_codecs_iso2022", "_uuid"),
    *("sqlite3", "dbm", "shelve", "crypt", "nis", "ossaudiodev", "spwd", "msilib", "_tkinter"),
    # Gone from Python 3.12 or 3.13: the bundle holds the same whichever Python makes it.
    *("imghdr", "imp", "pipes"),
)
EXCLUDED = (*UNUSED_QT, *UNUSED_MODULES, *UNUSED_STANDARD)

# Plugins of Qt that are kept, of those that PyInstaller's hooks collect.
QT_PLUGINS = (
    "platforms/*qxcb*",
    "platforms/*qwayland*",
    "platforms/*qoffscreen*",
    "platforms/*qwindows*",
    "platforms/*qcocoa*",
    "imageformats/*qgif*",
    "imageformats/*qjpeg*",
    "imageformats/*qsvg*",
    "imageformats/*qtiff*",
    "imageformats/*qwebp*",
    "iconengines/*qsvgicon*",
    "platformthemes/*qxdgdesktopportal*",
    "platforminputcontexts/*compose*",
    "platforminputcontexts/*ibus*",
    "styles/*",
    "wayland-shell-integration/*xdg-shell*",
    "wayland-decoration-client/*",
    "wayland-graphics-integration-client/*wayland-egl*",
)
# Libraries that the system brings: tied to its fonts, its display, its drivers or its message
# bus, and older than any system that Qt 6 runs on. The .deb names their packages.
OF_THE_SYSTEM = (
    *("libX11.so*", "libX11-xcb.so*", "libXau.so*", "libXdmcp.so*", "libXext.so*"),
    *("libxcb.so*", "libxcb-glx.so*", "libxcb-randr.so*", "libxcb-render.so*", "libxcb-shape.so*"),
    *("libxcb-shm.so*", "libxcb-sync.so*", "libxcb-xfixes.so*", "libxcb-xkb.so*"),
    *("libfontconfig.so*", "libfreetype.so*", "libharfbuzz.so*", "libexpat.so*", "libpng16.so*"),
    *("libglib-2.0.so*", "libgthread-2.0.so*", "libgio-2.0.so*", "libgobject-2.0.so*"),
    *("libgmodule-2.0.so*", "libdbus-1.so*", "libsystemd.so*"),
    *("libEGL.so*", "libGL.so*", "libOpenGL.so*", "libGLX.so*", "libdrm.so*", "libgbm.so*"),
    *("libstdc++.so*", "libgcc_s.so*", "libz.so*", "libzstd.so*", "libwayland-*.so*"),
    # OpenSSL, for its fixes, and because it knows where the system keeps its certificates.
    *("libcrypto.so*", "libssl.so*"),
)
# Loaded by name, so that no link tells of them: Python itself, by the little starter.
LOADED_BY_NAME = ("libpython*",)
# Files that nothing in the app asks for: its words are English, its icons its own.
UNUSED_FILES = (
    "PySide6/Qt/translations/*",
    "PySide6/translations/*",
    "PySide6/opengl32sw.dll",
    "pyqtgraph/icons/peegee/*",
    "pyqtgraph/colors/*",
    "*.dist-info/RECORD",
    "*.dist-info/sboms/*",
    "pyqtgraph/examples/*",
    "*.pyi",
    "numpy/_core/include/*",
    "numpy/_core/lib/*",
    "numpy/*/tests/*",
    "numpy/_core/_*_tests*",
    "setuptools/*",
)
# Debug symbols go, but NumPy's own libraries no longer load when they are stripped.
NEVER_STRIPPED = ("numpy/*", "numpy.libs/*")


def standard_modules() -> list[str]:
    """The standard library, for what learners import in files that they have checked."""
    return sorted(
        name
        for name in sys.stdlib_module_names
        if not name.startswith("_") and name not in UNUSED_STANDARD and find_spec(name)
    )


def within(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatch(name, pattern) for pattern in patterns)


def used(entries: Iterable[Entry]) -> list[Entry]:
    """Without the plugins, files and system libraries that the tables leave out."""
    return [entry for entry in entries if _is_used(PurePosixPath(entry[0].replace("\\", "/")))]


def _is_used(place: PurePosixPath) -> bool:
    if "plugins" in place.parts[:-2] and "PySide6" in place.parts:
        return within("/".join(place.parts[-2:]), QT_PLUGINS)
    return not within(place.name, OF_THE_SYSTEM) and not within(place.as_posix(), UNUSED_FILES)


def without_orphans(entries: Iterable[Entry], needs: Callable[[str], Iterable[str]]) -> list[Entry]:
    """Without libraries that no module and no plugin needs, directly or through others that stay.

    needs: the names of the libraries that a file is linked with.
    """
    entries = list(entries)
    sources = {
        PurePosixPath(place).name: source for place, source, kind in entries if kind != "SYMLINK"
    }
    libraries = {PurePosixPath(place).name for place, _, _ in entries if _is_library(place)}
    reached = {name for name in libraries if within(name, LOADED_BY_NAME)}
    waiting = [
        source
        for place, source, kind in entries
        if kind in ("BINARY", "EXTENSION") and not _is_library(place)
    ] + [sources[name] for name in reached]
    while waiting:
        fresh = (set(needs(waiting.pop())) & libraries) - reached
        reached |= fresh
        waiting += [sources[name] for name in fresh]
    orphans = libraries - reached
    return [entry for entry in entries if PurePosixPath(entry[0]).name not in orphans]


def linked_with(file: str) -> list[str]:
    """The names of the libraries that an ELF file asks for. Linux only."""
    told = subprocess.run(["objdump", "-p", file], capture_output=True, text=True, check=True)
    return [line.split()[1] for line in told.stdout.splitlines() if line.startswith("  NEEDED")]


def _is_library(place: str) -> bool:
    """Whether it is loaded by others' links alone: neither a module nor a plugin."""
    path = PurePosixPath(place)
    linked = ".so." in path.name or path.parent.name.endswith(".libs")
    return linked and "plugins" not in path.parts


def strip(folder: Path) -> None:
    """Take the debug symbols out of the libraries below `folder`. Linux only."""
    for path in sorted(folder.rglob("*.so*")):
        place = path.relative_to(folder).as_posix()
        if not path.is_symlink() and not within(place, NEVER_STRIPPED):
            subprocess.run(["strip", "--strip-unneeded", str(path)], check=True)
