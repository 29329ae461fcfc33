"""Settings last, and a damaged file costs only what is in it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings

from app.settings import LARGEST, LOCK, SETTINGS, Settings
from core.files.locks import locked

PIPE = ["pipe"] if hasattr(os, "mkfifo") else []
VALUES = {
    "window/geometry": QByteArray(b"\x00\x01geometry"),
    "window/view": "train",
    "look/theme": "dark",
    "look/text_size": 150,
    "look/reduced_motion": True,
    "draw/brush": 0.083,
    "runs/budget": 5 * 10**8,
    "train/recipe": 'hidden = [128, 64]\nschedule = "cosine"\n',
    "train/data": "starter",
    "train/gear": "10",
    "train/log_axis": True,
    "data/folder": "/somewhere/my digits",
    "hand/set": "Anna",
    "network/kept": True,
    "learn/may_run": ("/somewhere/one.py", "/somewhere, else"),
    "learn/file": "/somewhere/my backward.py",
    "learn/unsaved": '@f, g\ndef f(x):\n\treturn "\\n%d" % x  # ü; ²\n\n',
    "learn/read": "layers losses",
    "learn/right": "layers outputs",
    "learn/wrong": "loss",
    "learn/best": 17,
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "settings.ini"


def test_the_values_here_are_all_there_are() -> None:
    assert VALUES.keys() == SETTINGS.keys()


@pytest.mark.parametrize("key", VALUES)
def test_a_value_lasts(file: Path, key: str) -> None:
    assert Settings(file).get(key) == SETTINGS[key].default != VALUES[key]
    settings = Settings(file)
    settings.set(key, VALUES[key])
    assert settings.save()
    again = Settings(file).get(key)
    assert again == VALUES[key]
    assert type(again) is type(VALUES[key])


@pytest.mark.parametrize(
    "line",
    [
        "[look]\ntheme=mauve",
        "[draw]\nbrush=thick",
        "[draw]\nbrush=inf",
        "[window]\ngeometry=huge",
        "[learn]\nmay_run=true",
        "[learn]\nmay_run=here.py, @Invalid()",
        '[learn]\nmay_run="[1, 2]"',
        f'[learn]\nmay_run="{"[" * 5000}"',
        "\x00\x01 no ini file \xff",
    ],
)
def test_nonsense_in_the_file_means_the_defaults(file: Path, line: str) -> None:
    file.parent.mkdir()
    file.write_text(line, encoding="latin-1")
    settings = Settings(file)
    for key in ("look/theme", "draw/brush", "window/geometry", "learn/may_run"):
        assert settings.get(key) == SETTINGS[key].default


def test_a_key_that_is_not_in_the_table_is_an_error(file: Path) -> None:
    with pytest.raises(KeyError):
        Settings(file).get("look/colour")
    with pytest.raises(KeyError):
        Settings(file).set("look/colour", "mauve")


def test_the_settings_of_older_versions_are_read(file: Path) -> None:
    older = QSettings(str(file), QSettings.Format.IniFormat)
    for key, value in VALUES.items():
        older.setValue(key, value)
    older.setValue("learn/may_run", True)  # once for all files
    older.setValue("of another/version", ["a", "b"])
    older.sync()
    settings = Settings(file)
    for key, value in {**VALUES, "learn/may_run": ()}.items():
        assert (settings.get(key), type(settings.get(key))) == (value, type(value))
    settings.set("look/theme", "light")
    assert settings.save()
    again = QSettings(str(file), QSettings.Format.IniFormat)
    assert again.value("look/theme") == "light"
    assert again.value("of another/version") == ["a", "b"]
    assert again.value("window/geometry") == VALUES["window/geometry"]


def test_a_window_writes_only_what_it_changed(file: Path) -> None:
    first, second = Settings(file), Settings(file)
    first.set("look/theme", "dark")
    first.set("draw/brush", 0.1)
    assert first.save()
    second.set("look/theme", "system")
    second.set("hand/set", "Ben")
    assert second.save()
    second.set("look/theme", "system")
    assert second.save()
    again = Settings(file)
    assert [again.get(key) for key in ("look/theme", "draw/brush", "hand/set")] == [
        "dark",
        0.1,
        "Ben",
    ]


def test_questions_that_two_windows_answer_are_all_answered(file: Path) -> None:
    windows = [Settings(file), Settings(file)]
    for window, answered in zip(windows, ("layers", "loss"), strict=True):
        window.set("learn/right", answered)
        assert window.save()
    assert Settings(file).get("learn/right") == "layers loss"
    windows[0].set("learn/right", "")
    assert windows[0].save()
    assert Settings(file).get("learn/right") == "loss"


def test_a_lock_that_qt_left_behind_stops_nothing(file: Path) -> None:
    file.parent.mkdir()
    (file.parent / "settings.ini.lock").touch()
    began = time.monotonic()
    settings = Settings(file)
    settings.set("look/theme", "dark")
    assert settings.save()
    assert time.monotonic() - began < 0.4


def test_another_window_that_writes_for_ever_is_not_waited_for(file: Path) -> None:
    file.parent.mkdir()
    settings = Settings(file)
    settings.set("look/theme", "dark")
    with locked(file.parent / LOCK):
        began = time.monotonic()
        assert not settings.save()
        assert time.monotonic() - began < 0.9
    assert settings.save()


@pytest.mark.parametrize("kind", ["folder", *PIPE, "huge", "link to itself"])
def test_whatever_lies_there_means_the_defaults_at_once(file: Path, kind: str) -> None:
    file.parent.mkdir()
    make = {
        "folder": file.mkdir,
        "pipe": lambda: os.mkfifo(file),
        "huge": lambda: file.write_bytes(b"[look]\ntheme=dark\n" + bytes(LARGEST)),
        "link to itself": lambda: file.symlink_to(file),
    }
    make[kind]()
    began = time.monotonic()
    settings = Settings(file)
    assert settings.get("look/theme") == "system"
    settings.set("look/theme", "dark")
    assert settings.save() == (kind in ("huge", "link to itself"))
    assert time.monotonic() - began < 0.5


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("a file where a folder should be")
    settings = Settings(tmp_path / "folder" / "settings.ini")
    settings.set("look/theme", "dark")
    assert not settings.save()
