"""What holds for every test: no window on the screen, no file of the user, no thread left over."""

from __future__ import annotations

import gc
import os
import signal
from pathlib import Path

# A shell ignores Ctrl-C in what it runs in the background, and so would all that tests start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Qt reads the first when it starts, NumPy's library the others when it is imported: one thread,
# because tests run side by side, a process a core; "make test-kernels" asks for two as well.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import pytest
from hypothesis import settings
from PySide6.QtCore import QSettings

from core import threads
from tests.leaks import left_after, python_threads, running_qthreads

CHECKOUT = Path(__file__).resolve().parent.parent

# A busy machine is no failure, and the same examples are tried wherever the tests run.
settings.register_profile("digit-lab", deadline=None, derandomize=True)
settings.register_profile("quick", deadline=None, derandomize=True, max_examples=10)
settings.load_profile("digit-lab")


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the collector, and the search for threads, leave it out."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory, monkeypatch):
    """A home of its own for each test: settings and data begin empty, the user's stay untouched."""
    home = tmp_path_factory.mktemp("home")
    places = {
        "HOME": home,
        "USERPROFILE": home,
        "APPDATA": home / "roaming",
        "LOCALAPPDATA": home / "local",
        "XDG_CONFIG_HOME": home / "config",
        "XDG_DATA_HOME": home / "data",
        "XDG_CACHE_HOME": home / "cache",
        "XDG_STATE_HOME": home / "state",
    }
    for name, folder in places.items():
        monkeypatch.setenv(name, str(folder))
    for form in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(form, QSettings.Scope.UserScope, str(home / "config"))
    return home


@pytest.fixture(autouse=True)
def no_more_threads_than_asked_for(monkeypatch):
    """Training takes a thread a core, so that its last digits would hang on the machine."""
    monkeypatch.setattr(threads, "MOST", int(os.environ["OPENBLAS_NUM_THREADS"]))


@pytest.fixture(autouse=True)
def no_thread_left_running(request):
    """Fails a test that leaves a thread behind, of Python's or, where it uses Qt, of Qt's."""
    before = python_threads()
    yield
    left = left_after(lambda: list(python_threads() - before))
    if "qapp" in request.fixturenames:
        left += left_after(running_qthreads)
    if left:
        pytest.fail(f"left running: {', '.join(map(str, left))}", pytrace=False)


@pytest.fixture(scope="session")
def mnist_folder() -> Path:
    """The folder with the four files of MNIST."""
    return _given("DIGIT_LAB_MNIST", CHECKOUT.parent / "shared" / "mnist")


@pytest.fixture(scope="session")
def ink_file() -> Path:
    """Digits drawn with a pen, one JSON object a line, gzipped."""
    ink = CHECKOUT.parent / "shared" / "ink" / "pendigits-train.jsonl.gz"
    return _given("DIGIT_LAB_INK", ink)


def _given(variable: str, default: Path) -> Path:
    """What the environment names or else `default`; a name that leads nowhere is a failure."""
    if named := os.environ.get(variable):
        if not Path(named).exists():
            pytest.fail(f"{variable} names {named}, which does not exist.", pytrace=False)
        return Path(named).resolve()
    if not default.exists():
        pytest.skip(f"Set {variable} to run this test; there is no {default}.")
    return default
