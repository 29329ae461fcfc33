"""Python for Windows with the pinned parts, each fetched by its hash and kept for the next run."""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

from core.files.locks import locked
from tests.test_house import HOUSE

KEPT = (
    Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "digit-lab-tests" / "windows"
)
PYTHON_PIN = Path(__file__).resolve().parent / "python.txt"
PYTHON_VERSION = "3.11"
DOWNLOADING = 300  # seconds
# What the tests themselves need beside the app's own parts; nothing that only lint or peers use.
FOR_TESTS = (
    *("execnet", "hypothesis", "iniconfig", "pluggy", "pygments", "pytest", "pytest-qt"),
    *("pytest-xdist", "sortedcontainers", "typing-extensions"),
)
_MARKER = re.compile(r"\s*;\s*([^\\]*?)(?=\s*(?:\\|--hash|$))")


def windows_pins(requirements: str, names: Collection[str] | None = None) -> list[str]:
    """The lines of a hash-pinned file that hold on Windows, without their markers, which pip reads
    for the system that it runs on. names: of these parts alone."""
    kept = []
    for line in requirements.replace("\\\n", " ").splitlines():
        line = re.sub(r"\s+", " ", line).strip()
        name = line.partition("==")[0]
        marker = _MARKER.search(line)
        elsewhere = marker and re.search(r"== '(darwin|linux)'", marker[1])
        if name and not elsewhere and (names is None or name in names):
            kept.append(_MARKER.sub("", line, count=1))
    return kept


def python() -> Path:
    """The folder of a Python for Windows with what the bundle is made of and made with."""
    pins = windows_pins((HOUSE / "requirements-package.txt").read_text(encoding="utf-8"))
    embed = PYTHON_PIN.read_text(encoding="utf-8")
    return _made("python", [embed, *pins], lambda folder: _make_python(folder, embed, pins))


def parts_for_tests() -> Path:
    """A folder for PYTHONPATH, with what runs the tests: it stays apart from what is bundled."""
    pins = windows_pins((HOUSE / "requirements-dev.txt").read_text(encoding="utf-8"), FOR_TESTS)
    return _made("for-tests", pins, lambda folder: _install(pins, folder))


def _made(name: str, inputs: Iterable[str], make: Callable[[Path], None]) -> Path:
    """KEPT/name-HASH, made when it is not there; what other pins made is removed."""
    key = hashlib.sha256("\n".join(inputs).encode()).hexdigest()[:16]
    folder = KEPT / f"{name}-{key}"
    KEPT.mkdir(parents=True, exist_ok=True)
    with locked(KEPT / "lock", 3 * DOWNLOADING):
        if not folder.is_dir():
            for old in KEPT.glob(f"{name}-*"):
                shutil.rmtree(old)
            with tempfile.TemporaryDirectory(dir=KEPT) as beside:
                make(Path(beside) / name)
                (Path(beside) / name).rename(folder)
    return folder


def _make_python(folder: Path, embed: str, pins: list[str]) -> None:
    folder.mkdir()
    source = folder.with_name("source")
    _download(source, [embed], "--no-binary", ":all:")
    with tarfile.open(next(source.glob("*.tar.gz"))) as archive:
        inside = next(name for name in archive.getnames() if name.endswith("data.zip"))
        stream = archive.extractfile(inside)
        assert stream is not None
        data = io.BytesIO(stream.read())
    with zipfile.ZipFile(data) as archive:
        for info in archive.infolist():
            if name := info.filename.partition("/")[2]:
                (folder / name).write_bytes(archive.read(info))
    # Without this file PYTHONPATH and Lib\site-packages count, as in a Python that was installed.
    next(folder.glob("python3*._pth")).unlink()
    _install(pins, folder / "Lib" / "site-packages")


def _install(pins: list[str], folder: Path) -> None:
    wheels = folder.with_name("wheels")
    _download_wheels(pins, wheels)
    folder.mkdir(parents=True)
    for wheel in sorted(wheels.glob("*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder)
    for data in folder.glob("*.data"):
        for kind in ("purelib", "platlib"):
            if (data / kind).is_dir():
                shutil.copytree(data / kind, folder, dirs_exist_ok=True)
    shutil.rmtree(wheels)


def _download_wheels(pins: list[str], folder: Path) -> None:
    _download(
        folder,
        pins,
        *("--only-binary", ":all:", "--platform", "win_amd64"),
        *("--implementation", "cp", "--python-version", PYTHON_VERSION),
    )


def _download(folder: Path, pins: list[str], *options: str) -> None:
    """What pip downloads, into a new folder. Raises AssertionError, with pip's words."""
    folder.mkdir(parents=True)
    listed = folder / "pins.txt"
    listed.write_text("\n".join(pins), encoding="utf-8")
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "-q"]
    command += ["--require-hashes", "--no-deps", *options, "-d", str(folder), "-r", str(listed)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=DOWNLOADING)
    assert done.returncode == 0, f"pip: {done.stderr[-2000:]}"
