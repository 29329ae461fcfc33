"""The installer's script compiles, with a bundle that stands for the real one."""

from __future__ import annotations

import ast
import os
import shutil

import icons
import pytest
from PySide6.QtGui import QImage
from windows import setup, version_info

from app.look.icons import FOLDER
from core.version import MODEL_ENDING, NAME, PROGRAM, VERSION


@pytest.fixture
def nsis():
    if shutil.which("makensis") is None:
        if os.environ.get("DIGIT_LAB_REQUIRE_E2E"):
            pytest.fail("The installer for Windows cannot be tried without makensis.")
        pytest.skip("The installer for Windows cannot be tried without makensis.")


def test_the_script_compiles(nsis, tmp_path):
    bundle = tmp_path / "bündle of mine"
    (bundle / "_internal").mkdir(parents=True)
    for name in (f"{NAME}.exe", f"{PROGRAM}.exe", "_internal/part.dll", "_internal/LICENSE"):
        (bundle / name).write_bytes(os.urandom(100_000))
    left = tmp_path / "work" / "build"
    left.mkdir(parents=True)
    picture = QImage.fromData(icons.png(FOLDER / "digit-lab.svg", 256))
    assert picture.save(str(left / "generated-1a2b.ico"))
    made = setup.make(bundle, tmp_path, left.parent)
    assert made.name == f"{PROGRAM}-{VERSION}-windows-setup.exe"
    assert made.read_bytes()[:2] == b"MZ"
    assert made.stat().st_size > 400_000, "the bundle is not in it"


def test_the_script_leaves_the_users_own_files_alone():
    text = setup.SCRIPT.read_text(encoding="utf-8")
    uninstall = text[text.index('Section "Uninstall"') :]
    assert "USERS_FILES" in uninstall
    assert "RMDir /r" in uninstall
    for line in uninstall.splitlines():
        if "RMDir /r" in line:
            assert "_internal" in line, "only the bundle's own folder goes as a whole"
    assert "RequestExecutionLevel user" in text
    assert "HKLM" not in text


def test_version_information_is_what_pyinstaller_reads():
    tree = ast.parse(version_info.text(), mode="eval")
    calls = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call)}
    assert calls >= {"VSVersionInfo", "FixedFileInfo", "StringFileInfo", "VarFileInfo"}
    strings = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    assert NAME in strings
    assert VERSION in strings
    assert f"{NAME}.exe" in strings
    assert MODEL_ENDING == ".safetensors"
