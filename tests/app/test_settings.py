"""Settings last, and a damaged file costs only what is in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray

from app.settings import SETTINGS, Settings

VALUES = {
    "window/geometry": QByteArray(b"\x00\x01geometry"),
    "window/view": "train",
    "look/theme": "dark",
    "look/reduced_motion": True,
    "draw/brush": 0.083,
    "train/recipe": 'hidden = [128, 64]\nschedule = "cosine"\n',
    "train/data": "starter",
    "train/log_axis": True,
    "data/folder": "/somewhere/my digits",
    "hand/set": "Anna",
    "network/kept": True,
    "learn/may_run": True,
    "learn/file": "/somewhere/my backward.py",
    "learn/unsaved": '@f, g\ndef f(x):\n\treturn "\\n%d" % x  # ü; ²\n\n',
    "learn/right": "layers outputs",
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
        "\x00\x01 no ini file \xff",
    ],
)
def test_nonsense_in_the_file_means_the_defaults(file: Path, line: str) -> None:
    file.parent.mkdir()
    file.write_text(line, encoding="latin-1")
    settings = Settings(file)
    for key in ("look/theme", "draw/brush", "window/geometry"):
        assert settings.get(key) == SETTINGS[key].default


def test_a_key_that_is_not_in_the_table_is_an_error(file: Path) -> None:
    with pytest.raises(KeyError):
        Settings(file).get("look/colour")
    with pytest.raises(KeyError):
        Settings(file).set("look/colour", "mauve")


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("a file where a folder should be")
    settings = Settings(tmp_path / "folder" / "settings.ini")
    settings.set("look/theme", "dark")
    assert not settings.save()
