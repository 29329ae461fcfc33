from __future__ import annotations

from pathlib import Path

import pytest

from app.paths import made, user_paths

HOME = Path("/homes/ada")


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
