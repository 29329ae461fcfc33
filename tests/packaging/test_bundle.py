"""What the bundle leaves out is nothing that the code imports or Qt needs."""

from __future__ import annotations

import sys

import bundle
import pytest

from tests.test_house import imports, within


def everything_imported() -> set[str]:
    """By what is in the bundle."""
    ours = imports().items()
    return set().union(*(names for name, names in ours))


def test_nothing_is_left_out_that_the_code_imports():
    names = everything_imported()
    assert {"PySide6.QtWidgets", "numpy", "json"} <= names
    assert len(names) > 300
    assert not [name for name in names if within(name, bundle.EXCLUDED)]


# Pyqtgraph does not start without these.
@pytest.mark.parametrize(
    "name",
    ["PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets", "pyqtgraph.parametertree", "pydoc", "colorama"],
)
def test_what_pyqtgraph_imports_stays(name):
    assert name not in bundle.EXCLUDED


@pytest.mark.parametrize("name", bundle.UNUSED_QT)
def test_the_list_names_modules_that_there_are(name):
    from importlib.util import find_spec

    assert find_spec(name), "a name that is misspelt leaves nothing out"


def test_learners_find_the_standard_library():
    names = bundle.standard_modules()
    assert {"math", "random", "collections", "itertools", "typing", "unittest", "csv"} <= set(names)
    assert not {"readline", "tkinter", "test"} & set(names)
    assert all(name in sys.stdlib_module_names for name in names)


# Of those that Python 3.11 has, what 3.12 and 3.13 removed: "Removed" in their "What's New".
REMOVED = (
    *("asynchat", "asyncore", "distutils", "imp", "smtpd"),
    *("aifc", "audioop", "cgi", "cgitb", "chunk", "crypt", "imghdr", "lib2to3", "mailcap"),
    *("msilib", "nis", "nntplib", "ossaudiodev", "pipes", "sndhdr", "spwd", "sunau", "telnetlib"),
    *("uu", "xdrlib"),
)


def test_what_only_one_python_has_is_in_no_bundle():
    assert not set(REMOVED) & set(bundle.standard_modules())


QT = "PySide6/Qt/"


@pytest.mark.parametrize(
    ("place", "stays"),
    [
        (QT + "plugins/platforms/libqxcb.so", True),
        (QT + "plugins/platforms/libqwayland.so", True),
        (QT + "plugins/platforms/libqoffscreen.so", True),
        (QT + "plugins/platforms/libqvnc.so", False),
        (QT + "plugins/imageformats/libqjpeg.so", True),
        (QT + "plugins/imageformats/libqgif.so", True),
        (QT + "plugins/imageformats/libqtiff.so", True),
        (QT + "plugins/imageformats/libqwebp.so", True),
        (QT + "plugins/imageformats/libqpdf.so", False),
        (QT + "plugins/xcbglintegrations/libqxcb-glx-integration.so", False),
        (QT + "plugins/platformthemes/libqxdgdesktopportal.so", True),
        (QT + "plugins/platformthemes/libqgtk3.so", False),
        ("PySide6\\plugins\\platforms\\qwindows.dll", True),
        ("PySide6\\plugins\\platforms\\qdirect2d.dll", False),
        (QT + "plugins/platforms/libqcocoa.dylib", True),
        (QT + "translations/qt_de.qm", False),
        (QT + "lib/libQt6Core.so.6", True),
        ("libX11.so.6", False),
        ("libxcb-cursor.so.0", True),
        ("libcrypto.so.3", False),
        ("numpy/_core/include/numpy/arrayobject.h", False),
        ("numpy/linalg/_umath_linalg.so", True),
        ("resources/icons/digit-lab.svg", True),
        ("resources/lessons/anything.toml", True),
    ],
)
def test_files_are_kept_by_their_place(place, stays):
    entry = (place, "", "DATA")
    assert bundle.used([entry]) == ([entry] if stays else [])


def test_a_library_stays_when_something_needs_it_at_last():
    entries = [
        ("numpy/core.so", "core", "EXTENSION"),
        ("plugins/platforms/libqxcb.so", "qxcb", "BINARY"),
        ("lib/libdirect.so.6", "direct", "BINARY"),
        ("libdirect.so.6", "lib/libdirect.so.6", "SYMLINK"),
        ("lib/libindirect.so.1", "indirect", "BINARY"),
        ("lib/liborphan.so.1", "orphan", "BINARY"),
        ("liborphan.so.1", "lib/liborphan.so.1", "SYMLINK"),
        ("lib/libofaorphan.so.1", "ofaorphan", "BINARY"),
        ("libpython3.11.so.1.0", "python", "BINARY"),
        ("numpy.libs/libblas-1a.so", "blas", "BINARY"),
        ("resources/text", "text", "DATA"),
    ]
    needs = {
        "core": ["libblas-1a.so", "libc.so.6"],
        "qxcb": ["libdirect.so.6"],
        "direct": ["libindirect.so.1"],
        "orphan": ["libofaorphan.so.1"],
    }
    kept = bundle.without_orphans(entries, lambda file: needs.get(file, []))
    assert [place for place, _, _ in entries if "orphan" in place] == [
        place for place, *_ in entries if place not in {kept_place for kept_place, _, _ in kept}
    ]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="ELF files")
def test_links_are_read_from_the_file():
    from PySide6 import QtCore

    names = bundle.linked_with(QtCore.__file__)
    assert "libQt6Core.so.6" in names
    assert "libQt6Gui.so.6" not in names
