from __future__ import annotations

import sys
from pathlib import Path

import pytest

from app.paths import Paths, made, user_paths, what_is_lost

HOME = Path("/homes/ada")


@pytest.mark.skipif(sys.platform == "win32", reason="these paths are whole only elsewhere")
@pytest.mark.parametrize(
    ("platform", "environ", "data", "settings"),
    [
        (
            "linux",
            {},
            "/homes/ada/.local/share/digit-lab",
            "/homes/ada/.config/digit-lab/settings.ini",
        ),
        (
            "linux",
            {"XDG_DATA_HOME": "/big/data", "XDG_CONFIG_HOME": "relative/is/ignored"},
            "/big/data/digit-lab",
            "/homes/ada/.config/digit-lab/settings.ini",
        ),
        (
            "darwin",
            {"XDG_DATA_HOME": "/big/data"},
            "/homes/ada/Library/Application Support/Digit Lab",
            "/homes/ada/Library/Application Support/Digit Lab/settings.ini",
        ),
        (
            "win32",
            {"LOCALAPPDATA": "/c/Local"},
            "/c/Local/Digit Lab",
            "/c/Local/Digit Lab/settings.ini",
        ),
        (
            "win32",
            {},
            "/homes/ada/AppData/Local/Digit Lab",
            "/homes/ada/AppData/Local/Digit Lab/settings.ini",
        ),
        ("linux", {"DIGIT_LAB_DATA": "/tmp/mine"}, "/tmp/mine", "/tmp/mine/settings.ini"),
    ],
)
def test_each_system_has_its_convention(platform, environ, data, settings) -> None:
    paths = user_paths(environ, platform=platform, home=HOME)
    assert paths.data == Path(data)
    assert paths.settings == Path(settings)
    assert (paths.mnist, paths.models) == (Path(data) / "mnist", Path(data) / "models")


def test_asking_makes_nothing_and_writing_makes_all(tmp_path: Path) -> None:
    paths = user_paths({"DIGIT_LAB_DATA": str(tmp_path / "a" / "b")})
    assert list(tmp_path.iterdir()) == []
    assert made(paths.models) == paths.models
    assert made(paths.models).is_dir()


@pytest.mark.skipif(sys.platform == "win32", reason="these paths are whole only elsewhere")
def test_without_a_home_there_is_a_folder_for_as_long_as_the_program_runs(monkeypatch) -> None:
    def nobody() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", nobody)
    paths = user_paths({}, platform="linux")
    assert not paths.lasts
    assert made(paths.models).is_dir()
    assert "no home folder" in what_is_lost(paths)
    given = {"XDG_DATA_HOME": "/big/data", "XDG_CONFIG_HOME": "/big/config"}
    assert user_paths(given, platform="linux").lasts


def test_where_nothing_can_be_kept_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "Nothing can be kept" in what_is_lost(Paths(tmp_path / "file", tmp_path / "x.ini"))
    assert what_is_lost(Paths(tmp_path / "data", tmp_path / "x.ini")) == ""
    assert list((tmp_path / "data").iterdir()) == []
