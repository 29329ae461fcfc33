from __future__ import annotations

import ctypes
import socket
import sys
from pathlib import Path

import pytest

from app.desktop import display
from app.desktop.libraries import what_is_missing

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux may lack a display"
)


@pytest.fixture
def wayland(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A server that answers, and the plugin's libraries, which this machine need not have."""
    monkeypatch.setattr(display, "_load", lambda plugin: None)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "wayland-5"))
        server.listen()
        yield {"XDG_RUNTIME_DIR": str(tmp_path), "WAYLAND_DISPLAY": "wayland-5"}


@pytest.mark.parametrize("platform", ["offscreen", "minimal", "vnc", "vnc:port=5911"])
def test_platforms_without_a_server_are_no_obstacle(platform: str) -> None:
    assert display.obstacle({"QT_QPA_PLATFORM": platform}) is None


def test_a_wayland_server_that_answers_is_no_obstacle(wayland) -> None:
    assert display.obstacle(wayland) is None
    assert display.obstacle({**wayland, "QT_QPA_PLATFORM": "wayland"}) is None


def test_one_server_that_answers_is_enough(wayland) -> None:
    assert display.obstacle({**wayland, "DISPLAY": ":987"}) is None
    assert "xcb" not in str(display.obstacle({"QT_QPA_PLATFORM": "xcb;offscreen"}))
    assert display.obstacle({"QT_QPA_PLATFORM": "xcb;offscreen"}) is None


def test_a_library_that_the_plugin_lacks_is_named_with_its_package(monkeypatch) -> None:
    def lacking(path: str) -> None:
        raise OSError("libxcb-cursor.so.0: cannot open shared object file: No such file")

    monkeypatch.setattr(ctypes, "CDLL", lacking)
    sentence = display.obstacle({"DISPLAY": ":0"})
    assert sentence == (
        "Qt needs the system library libxcb-cursor.so.0, which is missing. "
        "On Debian and Ubuntu: sudo apt install libxcb-cursor0"
    )


def test_a_library_that_only_the_plugin_lacks_is_named_too(wayland, monkeypatch) -> None:
    def lacking(plugin: Path) -> None:
        assert plugin.name == "libqwayland.so"
        raise OSError("libwayland-cursor.so.0: cannot open shared object file: No such file")

    monkeypatch.setattr(display, "_load", lacking)
    assert "apt install libwayland-cursor0" in str(display.obstacle(wayland))


def test_a_library_that_qt_itself_lacks_is_named(monkeypatch) -> None:
    class Missing:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "PySide6.QtWidgets":
                raise ImportError("libGL.so.1: cannot open shared object file: No such file")

    monkeypatch.delitem(sys.modules, "PySide6.QtWidgets", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    assert "apt install libgl1" in str(display.obstacle({"QT_QPA_PLATFORM": "offscreen"}))


def test_other_systems_are_not_asked(monkeypatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert display.obstacle({}) is None


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        ("libfoo.so.3: cannot open shared object file: x", "library libfoo.so.3, which is missing"),
        ("No module named 'PySide6'", "Qt cannot be loaded: No module named 'PySide6'."),
    ],
)
def test_what_is_not_in_the_table_is_told_as_it_is(message: str, sentence: str) -> None:
    assert sentence in what_is_missing(ImportError(message))


def test_too_little_room_is_told_before_anything_is_loaded(monkeypatch):
    import resource

    monkeypatch.setattr(resource, "getrlimit", lambda which: (300 << 20, resource.RLIM_INFINITY))
    sentence = display.obstacle({"QT_QPA_PLATFORM": "offscreen"})
    assert "300 MB of address space" in sentence
    monkeypatch.setattr(resource, "getrlimit", lambda which: (2 << 30, 2 << 30))
    assert display.obstacle({"QT_QPA_PLATFORM": "offscreen"}) is None
