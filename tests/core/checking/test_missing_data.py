"""Data, answers and networks that a check has not: a note, and no fault of the functions."""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
import pytest

from core.checking.learner_module import LearnerModule
from core.checking.missing_data import MOST_NOTES
from core.checking.runner import check_file

HEAD = "import numpy as np\n"
RELU = "def relu(Z):\n    return np.maximum(0, Z), Z\n"


def run(code: str, path: str = "theirs.py") -> LearnerModule:
    file = LearnerModule(code.encode(), path)
    tree = file.parse()
    assert isinstance(tree, ast.Module)
    file.run(tree, lambda line: None, lambda: None)
    return file


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("np.load('a.npy')", "no file “a.npy” beside this one"),
        ("np.loadtxt('in/a.csv', delimiter=',')", "no file “in/a.csv” beside this one"),
        ("np.genfromtxt('a.csv')", "no file “a.csv” beside this one"),
        ("open('/nowhere/a.txt').read()", "no file “/nowhere/a.txt” here"),
        (r"open('C:\\data\\a.txt')", r"no file “C:\data\a.txt” "),
        ("[line for line in open('a.txt')]", "no file “a.txt” beside"),
        ("__import__('gzip').open('a.gz').read()", "no file “a.gz” beside"),
        ("int(input('How many? '))", "input() waits"),
        ("raise_(EOFError())", "input() waits"),
        ("__import__('sys').argv[1]", "no arguments"),
        ("__import__('argparse').ArgumentParser().parse_args()", "no arguments"),
        ("raise_(type('HTTPError', (OSError,), {})('no'))", "cannot download anything"),
        ("raise_(ConnectionRefusedError())", "cannot download anything"),
        ("raise_(FileNotFoundError('https://a.b/c.csv not found.'))", "“https://a.b/c.csv”"),
        ("raise_(FileNotFoundError(2, \"Unable to open file (name = 'a.h5', x\"))", "“a.h5”"),
        ("raise_(type('TclError', (Exception,), {})('no display name'))", "no screen"),
        ("raise_(PermissionError('socket'))", "not allowed in a check"),
        ("fetch('https://a.b/mnist.npz')", "“https://a.b/mnist.npz”"),
    ],
)
def test_what_is_missing_is_a_note(tmp_path, monkeypatch, statement, words):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("builtins.input", _nobody)
    monkeypatch.setattr("sys.argv", ["theirs.py", "--what-is-this"][: 1 + ("parse" in statement)])
    helpers = (
        "def raise_(error):\n    raise error\n"
        "def fetch(url):\n    try:\n        raise ConnectionError\n"
        "    except OSError:\n        raise Exception('URL fetch failure on ' + url)\n"
    )
    file = run(f"{HEAD}{helpers}x = {statement}\nprint(x)\nz = 3\n")
    assert file.complaint is None
    (note,) = file.notes
    assert words in note
    assert note.startswith("Line ")
    assert file.namespace["z"] == 3


def _nobody(*_: str) -> str:
    raise EOFError("EOF when reading a line")


@pytest.mark.parametrize(
    "code",
    [
        "x = np.load('a.npy')\nassert 1 == 2",
        "x = np.load('a.npy')\ny = unheard_of",
        "x = np.load('a.npy')\ndef f():\n    return y\nf()\ny = 2",
        "x = unheard_of\nnp.load('a.npy')",
        "import pickle\npickle.loads(b'')",
        "import sys\n[].pop(len(sys.path))\nx = [][1]",
        "raise SystemExit(2)",
        "class Bad(EOFError):\n    def __str__(self): raise ValueError\nraise Bad()",
        "raise NameError('x', name=[])",
    ],
)
def test_a_reason_of_its_own_stays_one(tmp_path, monkeypatch, code):
    monkeypatch.chdir(tmp_path)
    file = run(HEAD + code)
    assert file.complaint is not None
    assert "a.npy" not in file.complaint.sentence


@pytest.mark.parametrize(
    "code",
    [
        "x = np.load('a.npy')\ny = x / 255\nz = y.T\nprint(z.shape)",
        "x = None\nx = np.load('a.npy')\nx.shape",
        "x, (y, z) = np.load('a.npy')\nz.shape",
        "with open('a.txt') as f:\n    x = f.read()\nlen(x)",
        "x = []\nx.append(np.load('a.npy'))\nx[0].shape",
        "x = {}\nx['a'] = np.load('a.npy')\nx['a'].shape",
        "def load():\n    global x\n    x = np.load('a.npy')\nload()\nx.shape",
        "def load():\n    return np.load('a.npy')\ndef main():\n    return load()\nx = main()\nx.T",
        "x = np.load('a.npy')\ndef show():\n    print(x)\nshow()",
        "try:\n    x = np.load('a.npy')\nexcept OSError:\n    raise SystemExit('get it first')",
    ],
)
def test_what_only_follows_is_no_reason(tmp_path, monkeypatch, code):
    monkeypatch.chdir(tmp_path)
    file = run(HEAD + code + "\nlast = 3")
    assert file.complaint is None
    assert len(file.notes) == 1
    assert file.namespace["last"] == 3


def test_what_is_there_after_all_is_used(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    file = run(f"{HEAD}x = np.load('a.npy')\nx = np.zeros(3)\ny = x.shape\n")
    assert file.complaint is None
    assert file.namespace["y"] == (3,)


def test_many_are_told_once_and_no_more_than_a_few(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lines = [f"np.load('{name}.npy')" for name in "aaaabcdefgh"]
    assert len(run("\n".join([HEAD, *lines])).notes) == MOST_NOTES


@pytest.mark.slow
def test_right_functions_are_right_without_their_data(tmp_path: Path):
    code = f"{HEAD}X = np.loadtxt('train.csv')\nn = int(input('n? '))\n{RELU}relu(X / n)\n"
    (path := tmp_path / "theirs.py").write_text(code)
    report = check_file(path)
    assert report.is_right, report.problem
    assert any("Line 2: there is no file “train.csv”" in each for each in report.notes)
    assert any("Line 3: input()" in each for each in report.notes)
    np.savetxt(tmp_path / "train.csv", np.ones(3))
    assert not any("train.csv" in each for each in check_file(path).notes)


@pytest.mark.slow
def test_a_function_that_needs_the_data_is_not_checked_and_not_wrong(tmp_path: Path):
    softmax = "def softmax(Z):\n    e = np.exp(Z - X.max())\n    return e / e.sum(axis=0), Z\n"
    (tmp_path / "theirs.py").write_text(f"{HEAD}X = np.load('train.npy')\n{RELU}{softmax}")
    relu, unknown = check_file(tmp_path / "theirs.py").present
    assert relu.status == "right"
    assert unknown.status == "unchecked"
    assert "it needs X, which is not here" in unknown.problem
