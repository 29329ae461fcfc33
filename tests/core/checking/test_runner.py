"""Checks in a real child, of files that do their worst. None may hang, raise or end the test."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from core.checking.process import Child, StopRequested, TooSlow, command
from core.checking.report import Report
from core.checking.runner import CheckProcess, check_file
from core.checking.source import source_of
from tests.core.checking.right import BORROWED, TEXTBOOK

pytestmark = pytest.mark.slow

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
linux = pytest.mark.skipif(sys.platform != "linux", reason="the system has no such limit")

ABOVE = "import numpy as np\ndef relu(Z):\n    return np.maximum(0, Z), Z\n"
BELOW = "\ndef softmax(Z):\n    e = np.exp(Z - Z.max(axis=0))\n    return e / e.sum(axis=0), Z\n"
# Where no time limit is waited for, there is plenty, for busy machines.
PATIENT = 120.0
SHORT = 3.0


@pytest.fixture
def checked(tmp_path):
    """Writes a file and checks it."""

    def check(code: str | bytes, seconds: float = PATIENT, name: str = "theirs.py") -> Report:
        path = tmp_path / name
        path.write_bytes(code if isinstance(code, bytes) else code.encode())
        return check_file(path, seconds=seconds)

    return check


def statuses(report: Report) -> dict[str, str]:
    return {each.name: each.status for each in report.present}


BOTH_RIGHT = {"relu": "right", "softmax": "right"}


def test_a_right_file_is_right(checked):
    report = checked(TEXTBOOK)
    assert report.is_right, [each.problem for each in report.functions]
    assert len(report.present) == 13
    assert report.problem == ""


def test_what_is_printed_comes_back_once(checked):
    report = checked(f"print('grüß dich')\n{ABOVE}    print('never')\n")
    assert report.output == "grüß dich\n"


@pytest.mark.parametrize(
    ("middle", "line", "words"),
    [
        ("import sys\nsys.exit(3)", 5, "sys.exit()"),
        ("1 / 0", 4, "divided by zero"),
        ("import no_such_module_anywhere", 4, "no_such_module_anywhere"),
        ("assert relu(np.zeros((1, 1))) == 3, 'mine'", 4, "AssertionError: mine"),
        ("raise KeyboardInterrupt", 4, "KeyboardInterrupt"),
        ("parameters = unheard_of(1)", 4, "“unheard_of” is not defined"),
    ],
)
def test_what_fails_between_is_told_and_the_functions_are_checked(checked, middle, line, words):
    report = checked(f"{ABOVE}{middle}\n{BELOW}")
    assert statuses(report) == BOTH_RIGHT
    assert not report.is_right
    assert words in report.problem
    assert report.line == line
    assert f"line {line}" in report.traceback


@pytest.mark.parametrize(
    ("middle", "words"),
    [
        ("import os\nos._exit(5)", "os._exit(5)"),
        pytest.param(
            "import ctypes\nctypes.string_at(0)", "crashed the Python interpreter", marks=posix
        ),
        pytest.param(
            "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", "SIGKILL", marks=posix
        ),
        ("import os\nos.closerange(0, 60)\nos._exit(1)", "ended the program"),
    ],
)
def test_a_child_that_dies_is_told_and_the_functions_are_checked(checked, middle, words):
    report = checked(f"{ABOVE}{middle}\n{BELOW}")
    assert statuses(report) == BOTH_RIGHT
    assert words in report.problem
    assert report.line in (5, 6)


@pytest.mark.parametrize(
    "body",
    [
        "while True: pass",
        "A = np.ones((1500, 1500))\n    while True: A = np.tanh(A @ A)",
        "return np.linalg.matrix_power(np.ones((2500, 2500)), 2**4000), Z",
        pytest.param("import os, signal\n    os.kill(os.getpid(), signal.SIGSTOP)", marks=posix),
    ],
    ids=["python", "numpy", "inside one call of numpy", "asleep"],
)
def test_a_function_without_end_is_stopped_and_the_others_are_checked(checked, body):
    code = f"import numpy as np\ndef relu(Z):\n    {body}\n{BELOW}"
    report = checked(code, SHORT)
    assert statuses(report)["relu"] == "failed"
    assert "time limit" in report.functions[1].problem


def test_a_file_without_end_is_stopped(checked):
    report = checked(f"{ABOVE}\nwhile True:\n    pass\n", SHORT)
    assert "time limit" in report.problem
    assert report.line == 5


@pytest.mark.parametrize(
    ("body", "words", "line"),
    [
        ("import sys; sys.exit()", "sys.exit()", 3),
        ("import os; os._exit(7)", "os._exit(7)", None),
        pytest.param("import ctypes; ctypes.string_at(0)", "crashed", 3, marks=posix),
        ("return relu(Z)", "calls itself without end", 3),
        ("return Z if Z > 0 else 0, Z", "use np.where", 3),
        ("return undefined_name", "“undefined_name” is not defined", 3),
        ("raise NotImplementedError", "not written yet", 3),
        ("return np.broadcast_to(np.zeros(1), (10**6, 10**6)), Z", "too large", None),
        pytest.param("x = bytearray(3 * 2**30)", "more memory", 3, marks=linux),
        pytest.param("x = np.ones(3 * 2**27)", "more memory", 3, marks=linux),
    ],
)
def test_a_function_that_fails_is_told_and_the_others_are_checked(checked, body, words, line):
    report = checked(f"import numpy as np\ndef relu(Z):\n    {body}\n{BELOW}")
    assert statuses(report) == {"relu": "failed", "softmax": "right"}
    assert words in report.functions[1].problem
    assert report.functions[1].line == line
    assert report.problem == ""


def test_who_calls_a_function_without_end_is_checked_with_ours(checked):
    code = """
def layer_forward(H_prev, W, b, activation="relu"):
    Z = W @ H_prev + b
    return (relu(Z) if activation == "relu" else 1 / (1 + np.exp(-Z))), ((H_prev, W, b), Z)
def relu(Z):
    import os; os._exit(0)
import numpy as np
"""
    found = statuses(checked(code.replace("relu(Z) if", "relu(Z)[0] if")))
    assert found == {"relu": "failed", "layer_forward": "right"}


@pytest.mark.parametrize(
    ("code", "line", "words"),
    [
        ("", None, "empty"),
        ("  \n\n", None, "empty"),
        ("# nothing yet\n", None, "none of the functions"),
        (f"{ABOVE}def f(:\n", 4, "Python cannot read this"),
        ("def relu(Z):\nreturn Z\n", 2, "Python cannot read this"),
        (b"# \xe9t\xe9 \x81\nx = 1\n", 1, "UTF-8"),
        ("import numpy as np\n".encode("utf-32-le"), None, "UTF-8"),
        ("import numpy as np\n".encode("utf-32"), None, "none of the functions"),
        ("<!DOCTYPE html>\n<p>def relu(Z):\n", None, "web page"),
        (b"x = 1\n\0\n", None, "UTF-8"),
        (b"#" * 2**21, None, "1 MB"),
        ('{"cells": [], "nbformat": 4}', None, "notebook"),
        ("x = " + "(" * 5000 + ")" * 5000, None, ""),
    ],
)
def test_a_file_that_cannot_be_run_is_told(checked, code, line, words):
    report = checked(code)
    assert not report.is_right
    assert report.problem
    assert words in report.problem
    assert line is None or report.line == line
    assert report.present == ()


@pytest.mark.parametrize(
    "code",
    [b"# -*- coding: latin-1 -*-\n# \xe9\n" + ABOVE.encode(), b"\xef\xbb\xbf" + ABOVE.encode()],
    ids=["a declared encoding", "a byte order mark"],
)
def test_other_encodings_that_python_reads(checked, code):
    assert checked(code).is_right


def test_a_path_that_is_no_file(tmp_path):
    assert "not a file" in check_file(tmp_path).problem
    assert "cannot be read" in check_file(tmp_path / "nothing.py").problem
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.py")
        assert "not a file" in check_file(tmp_path / "pipe.py").problem


def test_python_and_numpy_that_a_file_breaks_are_mended(checked):
    code = """
import builtins
import numpy as np
np.exp = None
np.maximum = lambda *a: 7
def relu(Z):
    return np.maximum(Z, 0), Z
def softmax(Z):
    del builtins.isinstance
    builtins.len = np.sum = None
    e = np.exp(Z - Z.max(axis=0))
    return e / e.sum(axis=0), Z
del builtins.zip, builtins.range, builtins.Exception, builtins.super
"""
    report = checked(code)
    assert statuses(report) == BOTH_RIGHT
    assert any("numpy.exp" in note for note in report.notes)


def test_a_flood_of_output_is_kept_in_bounds(checked):
    code = f"{ABOVE}for _ in range(3000):\n    print('spam' * 1000)\n"
    report = checked(code)
    assert report.is_right
    assert 90_000 < len(report.output) < 110_000
    assert report.output.endswith("(more was printed than is kept)\n")


def test_nothing_can_be_read_from_standard_input(checked):
    assert checked(f"{ABOVE}import sys\nprint(repr(sys.stdin.read()))\n").output == "''\n"


def test_garbage_in_the_childs_pipes_is_told(checked):
    code = (
        f"{ABOVE}import os\nfor fd in range(3, 128):\n    try:\n        os.write(fd, b'?' * 50)\n"
    )
    report = checked(f"{code}    except OSError:\n        pass\n")
    assert statuses(report) == {"relu": "right"}
    assert "no answer" in report.problem


def test_a_loop_over_the_first_files_hits_no_pipe(checked):
    code = f"{ABOVE}import os\nos.closerange(0, 60)\n"
    assert checked(code).is_right


def test_modules_that_are_missing(checked):
    report = checked(BORROWED)
    assert report.is_right
    told = " ".join(report.notes)
    assert "matplotlib" in told
    assert "dnn_utils" in told
    assert "notebook" in told
    back = report.functions[9]
    assert any("relu_backward and sigmoid_backward" in note for note in back.notes)


@pytest.mark.parametrize(
    "lines",
    [
        "import matplotlib.pyplot as plt\nfigure = plt.figure() + 1\n",
        "import h5py\ntrain = h5py.File('train.h5')['images'][:]\nrelu(np.array(train)[0])\n",
        "from tensorflow.keras.datasets import mnist\n(X, Y), (a, b) = mnist.load_data()\n",
    ],
)
def test_lines_that_want_what_is_missing_are_no_fault(checked, lines):
    missing = ("matplotlib", "h5py", "tensorflow")
    if any(find_spec(name) for name in missing):
        pytest.skip("one of them is here")
    report = checked(f"{ABOVE}{lines}{BELOW}")
    assert report.is_right, report.problem
    assert any("could not be run without them" in note for note in report.notes)


def test_the_apps_own_code_is_no_hand_in(checked):
    report = checked("from core import layer_backward, relu_backward\nimport core.network.layers\n")
    assert report.present == ()
    assert "core" in report.problem


def test_helpers_beside_the_file_are_found(checked, tmp_path):
    (tmp_path / "helpers.py").write_text(ABOVE)
    (tmp_path / "core.py").write_text(BELOW.replace("np.", "numpy.") + "\nimport numpy\n")
    report = checked("from helpers import relu\nfrom core import *\n")
    assert statuses(report) == BOTH_RIGHT


def test_the_main_part_is_not_run(checked):
    assert checked(f"{ABOVE}if __name__ == '__main__':\n    while True: pass\n").is_right


def test_functions_of_a_library_are_not_the_learners(checked):
    assert (
        checked("from random import uniform as relu\nfrom os.path import join as sigmoid\n").present
        == ()
    )


def test_pasted_text_has_line_numbers_too():
    text = "import numpy as np\ndef relu(Z):\n    return Zed, Z\n"
    report = CheckProcess(source_of(text, "pasted.py"), seconds=PATIENT).run()
    relu = report.functions[1]
    assert (report.file, relu.line) == ("pasted.py", 3)
    assert "return Zed, Z" in relu.traceback


def test_a_check_can_be_stopped_from_another_thread(tmp_path):
    path = tmp_path / "endless.py"
    path.write_text("while True: pass\n")
    check = CheckProcess(path, seconds=PATIENT)
    reports = []
    thread = threading.Thread(target=lambda: reports.append(check.run()))
    thread.start()
    time.sleep(0.2)
    check.stop()
    thread.join(30)
    assert reports[0].problem == "The check was stopped."


def test_functions_are_told_one_by_one(tmp_path):
    path = tmp_path / "both.py"
    path.write_text(ABOVE + BELOW)
    told = []
    report = CheckProcess(path, seconds=PATIENT, on_function=told.append).run()
    assert tuple(told) == report.present


def test_a_python_that_cannot_be_started_is_told(tmp_path, monkeypatch):
    path = tmp_path / "both.py"
    path.write_text(ABOVE)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nowhere"))
    assert "No process could be started" in check_file(path).problem


@pytest.mark.parametrize(
    "forged",
    [
        b"null",
        b"[" * 1000,
        b'{"is": "dict", "items": [["value", {"is": "list", "items": []}]]}',
        b'{"is": "dict", "items": [["line", 3]]}',
    ],
)
def test_a_forged_answer_is_told(checked, forged):
    """Even with the secret, which the file looks for in its own process."""
    code = f"""{ABOVE}
import gc, os, struct
def softmax(Z):
    server = next(each for each in gc.get_objects() if type(each).__name__ == "_Server")
    head = struct.pack(">16sIII", server._secret, server._asked, {len(forged)}, 0)
    os.write(server._replies, head + {forged!r})
    return Z
"""
    report = checked(code)
    assert statuses(report) == {"relu": "right", "softmax": "failed"}
    assert "no answer" in report.functions[2].problem


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        pytest.param("os.kill(os.getpid(), signal.SIGSTOP)", "time limit", marks=posix),
        ("os.closerange(0, 128)", "closed the pipes"),
        ("for fd in range(40, 128): os.dup2(nowhere, fd)", "ended the program"),
    ],
)
def test_a_child_that_does_not_hear_or_answer_is_told(checked, lines, words):
    code = f"""{ABOVE}
import os, signal
nowhere = os.open(os.devnull, os.O_RDWR)
{lines}
"""
    report = checked(code, SHORT)
    assert words in report.problem
    assert report.seconds < 2 * SHORT + 1


@posix
def test_a_request_that_nobody_reads_is_given_up(tmp_path):
    """More than a pipe holds, to a child that stopped itself."""
    stop = threading.Event()
    with Child(stop) as child:
        child.wait_until_ready()
        os.kill(child.pid, signal.SIGSTOP)
        with pytest.raises(TooSlow):
            child.ask("load", 0.3, source="x" * (1 << 20))
        threading.Timer(0.1, stop.set).start()
        began = time.monotonic()
        with pytest.raises(StopRequested):
            child.ask("load", 60, source="x" * (1 << 20))
        assert time.monotonic() - began < 5


def test_nothing_is_written_beside_the_file(checked, tmp_path):
    checked(ABOVE)
    assert [each.name for each in tmp_path.iterdir()] == ["theirs.py"]


def test_a_bundle_starts_itself(monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert command() == [sys.executable, "check-child"]


def test_the_child_leaves_when_its_parent_hangs_up():
    done = subprocess.run(
        [sys.executable, "-m", "app", "check-child"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        cwd=Path(__file__).parents[3],
        check=False,
    )
    assert done.returncode == 0
    assert done.stderr == b""
