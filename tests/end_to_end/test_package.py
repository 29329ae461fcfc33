"""The packages as their users meet them: built from a clean checkout, installed on a bare Debian or
unpacked anywhere, used by somebody without rights, and removed again.

Only when asked for: make test-package.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import bounds
import pytest
from linux import deb

from core.version import PROGRAM, VERSION
from tests.end_to_end.bare_debian import SUITES, BareDebian
from tests.end_to_end.checkout import copy_sources
from tests.end_to_end.chroot import USER, Chroot, need_chroot, obstacle
from tests.end_to_end.program import Program
from tests.end_to_end.screen import Screen, wait_for
from tests.end_to_end.test_window import READING, assert_ended_well, draw_seven
from tests.end_to_end.verbs import try_every_verb
from tests.packaging import ubuntu_2404

pytestmark = pytest.mark.package

NOBODY = 65534
ODD_FOLDER = "Größe π 数字 of mine"


@dataclass(frozen=True)
class Built:
    deb: Path
    archive: Path
    bundle: Path
    said: str


@pytest.fixture(scope="module")
def debians(tmp_path_factory) -> Iterator[dict[str, BareDebian]]:
    """By the name of the release."""
    need_chroot("The .deb")
    folder = tmp_path_factory.mktemp("chroot")
    debians = {suite: BareDebian(folder / suite, suite) for suite in SUITES}
    yield debians
    for debian in debians.values():
        debian.close()


@pytest.fixture(scope="module")
def built(tmp_path_factory, debians_begun) -> Iterator[Built]:
    """What "make package" makes in a folder that holds the sources and nothing else."""
    clean = tmp_path_factory.mktemp("checkout")
    copy_sources(clean)
    kept = {name: value for name, value in os.environ.items() if name not in OF_THIS_RUN}
    python = [f"PYTHON={DEBIANS_PYTHON}"] if DEBIANS_PYTHON.exists() else []
    done = subprocess.run(
        ["make", "package", *python], cwd=clean, env=kept, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-5000:]
    (package,), (archive,) = (clean / "dist").glob("*.deb"), (clean / "dist").glob("*.tar.xz")
    yield Built(package, archive, clean / "dist" / PROGRAM, done.stdout + done.stderr)
    shutil.rmtree(clean)  # half a gigabyte


DEBIANS_PYTHON = Path("/usr/bin/python3")
# Nothing of the Python that runs the tests may reach the one that builds.
OF_THIS_RUN = ("PYTHONPATH", "VIRTUAL_ENV", "MAKEFLAGS", "MAKELEVEL", "QT_QPA_PLATFORM")


@pytest.fixture(scope="module")
def debians_begun(request) -> None:
    """debootstrap waits for the network, PyInstaller for the processor: both at once."""
    if not obstacle():
        request.getfixturevalue("debians")


def test_sizes_are_within_their_bounds(built: Built) -> None:
    assert bounds.megabytes(built.bundle) <= bounds.BUNDLE
    assert bounds.megabytes(built.deb) <= bounds.INSTALLERS[".deb"]


def test_nothing_of_ours_is_complained_of(built: Built) -> None:
    warnings = [line for line in built.said.splitlines() if "WARNING: " in line]
    assert not [line for line in warnings if re.search(r"\b(app|core)\.", line)]
    assert len(re.findall(r"^dist/\S+: [\d.]+ MB, in \d+ s$", built.said, re.M)) == 3


def test_the_icon_of_macos_has_every_size(built: Built) -> None:
    """As PyInstaller makes it, with Pillow, which is not among the tests' own parts."""
    house = built.bundle.parent.parent
    script = "import sys; from PIL import Image; Image.open(sys.argv[1]).save(sys.argv[2])"
    picture, icon = house / "build" / "package" / "icon.png", house / "build" / "icon.icns"
    subprocess.run([house / ".venv" / "bin" / "python", "-c", script, picture, icon], check=True)
    data = icon.read_bytes()
    assert data[:4] == b"icns"
    assert int.from_bytes(data[4:8], "big") == len(data)
    kinds, place = set(), 8
    while place < len(data):
        kinds.add(data[place : place + 4])
        place += int.from_bytes(data[place + 4 : place + 8], "big")
    assert kinds >= {b"ic07", b"ic08", b"ic09", b"ic10"}, "128 to 1024 pixels"


def test_the_qt_libraries_are_files_that_can_be_replaced(built: Built) -> None:
    folder = built.bundle / "_internal" / "PySide6" / "Qt" / "lib"
    assert (folder / "libQt6Core.so.6").is_file()


def test_licences_are_in_the_bundle(built: Built) -> None:
    inside = built.bundle / "_internal"
    names = {path.stem for path in (inside / "resources" / "licences").glob("*.txt")}
    assert {"Python", "Qt", "PyInstaller", "GNU LGPL 3.0", "GNU GPL 3.0"} <= names
    assert "MIT License" in (inside / "LICENSE").read_text(encoding="utf-8")
    numpy = "".join(path.read_text() for path in inside.glob("numpy-*/licenses/LICENSE.txt"))
    assert "OpenBLAS" in numpy
    for name in ("pyqtgraph", "safetensors", "threadpoolctl", "tomli_w"):
        assert list(inside.glob(f"{name}-*.dist-info/**/LICENSE*")), name


def test_lintian_finds_no_error(built: Built) -> None:
    if shutil.which("lintian") is None:
        pytest.fail("lintian is not installed.")
    done = subprocess.run(
        ["lintian", "--allow-root", "--fail-on", "error", "--tag-display-limit", "0", built.deb],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("suite", SUITES)
def test_the_deb_from_installing_to_removing(
    suite: str, debians: dict[str, BareDebian], built: Built, screen: Screen, tmp_path
):
    """One test, for each step needs the one before."""
    debian = debians[suite]
    debian.wait()
    before, packages = debian.files(), debian.packages()
    shutil.copy(built.deb, debian.root / "tmp")
    debian.run("apt-get", "update", "--quiet=2")
    debian.run("apt-get", "install", "--quiet=2", "--yes", *DEPENDS_ALONE, f"/tmp/{built.deb.name}")
    assert (debian.root / "usr" / "bin" / PROGRAM).is_symlink()

    told = debian.run(PROGRAM, "--self-test", user=USER)
    assert "All is well" in told, told
    assert "on offscreen" in told
    try_every_verb(debian)
    _draw_in_the_window(debian, screen, tmp_path, suite)

    home = debian.root / debian.home.lstrip("/")
    kept = {path for path in home.rglob("*") if path.is_file()}
    assert any(path.suffix == ".safetensors" for path in kept)
    assert any(path.name == "settings.ini" for path in kept)
    told = debian.run("apt-get", "purge", "--yes", "--autoremove", PROGRAM)
    assert "~/.local/share/digit-lab" in told, "it does not say where the user's own files are"
    assert kept <= set(home.rglob("*"))
    assert debian.packages() == packages
    left = {each for each in debian.files() - before if not each.startswith(OF_THE_SYSTEM)}
    assert not left


# What it depends upon must be enough; and apt keeps what it recommends itself (ca-certificates).
DEPENDS_ALONE = ("--no-install-recommends",)
# Caches and lists that Debian's own packages make anew when fonts, certificates and the like come.
OF_THE_SYSTEM = ("var/lib/systemd/", "etc/ld.so.cache", "var/cache/")


def _draw_in_the_window(debian: Chroot, screen: Screen, folder: Path, suite: str) -> None:
    words = ["env", f"DISPLAY={screen.display}", "QT_QPA_PLATFORM=xcb", "XDG_RUNTIME_DIR=/tmp"]
    program = Program(screen, {}, folder, debian.command([*words, PROGRAM], user=USER))
    try:
        _draw_and_read(program, f"package-deb-{suite}")
    finally:
        program.close()


def _draw_and_read(program: Program, name: str) -> None:
    draw_seven(program)
    program.wait_for_title(READING, 20)
    wait_for(lambda: _at_rest(program), 30, lambda: "the answer does not come to rest")
    program.photograph(name)
    assert program.wait_for_title(READING, 5)[1] == "7"
    program.press("ctrl+q")
    assert_ended_well(program)


def _at_rest(program: Program) -> bool:
    before = program.screen.pixels().copy()
    program.rest()
    return bool((before == program.screen.pixels()).all())


@pytest.fixture
def unpacked(built: Built) -> Iterator[Path]:
    """The archive's folder, below an odd path, nothing of which may be written."""
    top = Path(tempfile.mkdtemp(prefix="digit-lab-"))
    top.chmod(0o755)
    folder = top / ODD_FOLDER
    folder.mkdir()
    with tarfile.open(built.archive) as archive:
        archive.extractall(folder, filter="tar")
    (home,) = folder.iterdir()
    everything = [folder, *folder.rglob("*")]
    for path in everything:
        if not path.is_symlink():
            path.chmod(stat.S_IMODE(path.stat().st_mode) & ~0o222)
    yield home
    for path in everything:
        if not path.is_symlink():
            path.chmod(stat.S_IMODE(path.stat().st_mode) | 0o200)
    shutil.rmtree(top)


@pytest.fixture
def stranger(unpacked: Path) -> dict[str, str]:
    """The environment of somebody whose home takes no file."""
    runtime = unpacked.parent.parent / "runtime"
    runtime.mkdir(mode=0o700)
    home = unpacked.parent.parent / "home"
    home.mkdir(mode=0o555)
    if os.geteuid() == 0:
        os.chown(runtime, NOBODY, NOBODY)
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return {**kept, "HOME": str(home), "XDG_RUNTIME_DIR": str(runtime), "TMPDIR": "/tmp"}


def _whose() -> dict[str, object]:
    """Root may write anywhere, so that somebody else has to try."""
    if os.geteuid() != 0:
        return {}
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []}


def test_the_archive_runs_from_a_read_only_folder_with_a_read_only_home(
    unpacked: Path, stranger: dict[str, str], screen: Screen, tmp_path: Path
) -> None:
    before = {path: path.lstat().st_mtime_ns for path in unpacked.rglob("*")}
    program = str(unpacked / PROGRAM)
    done = subprocess.run(
        [program, "--self-test"],
        cwd="/",
        env=stranger,
        capture_output=True,
        text=True,
        timeout=120,
        **_whose(),
    )
    assert done.returncode == 0, done.stdout + done.stderr
    window = Program(screen, stranger, tmp_path, [program], **_whose())
    try:
        _draw_and_read(window, "package-archive")
    finally:
        window.close()
    assert {path: path.lstat().st_mtime_ns for path in unpacked.rglob("*")} == before
    assert not list(Path(stranger["HOME"]).rglob("*"))


def test_what_the_deb_says_of_itself(built: Built) -> None:
    def field(name: str) -> str:
        command = ["dpkg-deb", "--field", built.deb, name]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    assert field("Package") == PROGRAM
    assert field("Version") == VERSION
    depends = field("Depends")
    for wanted in ("libc6 (>=", "libegl1", "libfontconfig1", "libxcb1", "fontconfig", "fonts-"):
        assert wanted in depends
    assert ubuntu_2404.unmet(depends) == []
    assert deb.filled_control("any", "", 0).splitlines()[0] == f"Package: {PROGRAM}"
