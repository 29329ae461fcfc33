"""The uninstaller: it waits for who is at work, and leaves nothing but the user's own files."""

from __future__ import annotations

import pytest

from core.version import LESSON_ENDING, MODEL_ENDING, NAME
from tests.end_to_end.screen import wait_for
from tests.windows.test_installed import CLASSES, UNINSTALL

pytestmark = [pytest.mark.windows, pytest.mark.xdist_group("the program")]

REFUSED = 2


def uninstall_in_place(installed) -> int | None:
    """The exit code of the uninstaller itself, and not of the copy that it usually starts. Its last
    argument must come without quotes, so a command file has to start it."""
    wine = installed.wine
    folder = wine.windows_path(installed.folder)
    file = wine.drive / "remove.bat"
    file.write_text(f'"{folder}\\Uninstall.exe" /S _?={folder}\nexit %errorlevel%\n')
    code = wine.run("cmd", "/c", wine.windows_path(file)).code
    file.unlink()
    return code


def test_nothing_is_touched_while_it_is_open(installed, installer, screen):
    before = installed.files_of(installed.wine)
    window = installed.open(screen)
    try:
        assert uninstall_in_place(installed) == REFUSED
        assert installed.wine.run(installer, "/S").code == REFUSED
        window.press("ctrl+q")
        assert window.wait_for_end(30) == 0
    finally:
        window.close()
    assert {name for name in before if "/Programs/" in name} <= installed.files_of(installed.wine)
    assert installed.wine.registry(UNINSTALL)


def test_nothing_is_left_but_the_users_own_files(installed):
    wine = installed.wine
    mine = installed.data / "mine.txt"
    mine.parent.mkdir(parents=True, exist_ok=True)
    mine.write_text("mine", encoding="utf-8")
    done = wine.run(wine.windows_path(installed.folder / "Uninstall.exe"), "/S")
    assert done.code == 0, done.output
    wait_for(
        lambda: not installed.folder.exists(),
        30,
        lambda: f"left: {sorted(installed.folder.rglob('*'))[:20]}",
    )
    assert not installed.shortcut.exists()
    for key in (MODEL_ENDING, LESSON_ENDING, "DigitLab.Network", "DigitLab.Lesson"):
        assert wine.registry(rf"{CLASSES}\{key}") == "", key
    assert wine.registry(UNINSTALL) == ""
    own = installed.data.relative_to(wine.drive).as_posix()
    left = {name for name in installed.files_of(wine) - installed.before if NAME in name}
    assert {name for name in left if not f"{name}/".startswith(f"{own}/")} == set()
    assert mine.read_text(encoding="utf-8") == "mine"
