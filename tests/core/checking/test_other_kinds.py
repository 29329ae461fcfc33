"""What is saved under the name of a Python file and is none: said by what it is."""

from __future__ import annotations

import io
import py_compile
import zipfile
from pathlib import Path

import numpy as np
import pytest

from core.checking.learner_module import LearnerModule
from core.checking.other_kinds import kind_of
from core.checking.prose import words_on
from core.checking.source import source_in
from tests.core.checking.right import TEXTBOOK
from tests.effort import effort


def problem_of(data: bytes | str) -> str:
    data = data.encode() if isinstance(data, str) else data
    return source_in("theirs.py", data, Path()).problem


def zip_of(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return stream.getvalue()


def numpy_bytes(save: object, *arrays: object) -> bytes:
    stream = io.BytesIO()
    save(stream, *arrays)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\n", "PDF"),
        (rb"{\rtf1\ansi def relu}", "text document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "text document"),
        (zip_of("[Content_Types].xml", "word/document.xml"), "text document"),
        (zip_of("mimetype", "content.xml", "META-INF/manifest.xml"), "text document"),
        (zip_of("[Content_Types].xml", "xl/workbook.xml"), "data"),
        (zip_of("W1.npy", "b1.npy"), "data"),
        (numpy_bytes(np.save, np.ones(3)), "data"),
        (numpy_bytes(np.savez_compressed, np.ones(3)), "data"),
        (zip_of("me/net.py", "__MACOSX/me/._net.py", "notes.txt"), "open “me/net.py”"),
        (zip_of("net.ipynb"), "open “net.ipynb”"),
        (zip_of("a.py", "b.py"), "zip of a whole class"),
        (zip_of("a.py", "b.py")[:-40], "zip of a whole class"),
        (zip_of(), "This is a zip"),
        (b"\x1f\x8b\x08\0\0", "Unpack"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\xff\xd8\xff\xe0", "picture"),
        ("<?xml version='1.0'?><svg width='1'></svg>", "picture"),
        ("<!DOCTYPE html><html><head><title>Hi</title>", "web page, not Python. Download the file"),
        ("\ufeff\n <HTML lang='de'><p>password</p>", "web page"),
        ("<!-- saved --><html><form><input type='password' name=p>", "page of a login"),
        ("<html><title>a/net.py at main · GitHub</title>", "Download raw file"),
        ("<html><title>Jupyter Notebook Viewer</title>", "Download Notebook"),
        ("<html><title>net.ipynb - Colab</title>", "Colab"),
        ("<html><title>net</title><body class='jp-Notebook'>", "saved as a web page"),
        ("From: <Saved by Blink>\nContent-Type: text/html\n", "web page"),
    ],
)
def test_it_is_said_what_it_is(data, words):
    assert words in problem_of(data)


def test_compiled_python_is_no_source(tmp_path):
    (tmp_path / "a.py").write_text("x = 1\n")
    py_compile.compile(str(tmp_path / "a.py"), str(tmp_path / "a.pyc"), doraise=True)
    assert "compiled Python" in problem_of((tmp_path / "a.pyc").read_bytes())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Dear Ada,\n\nmy code = all gone (sorry!)\nYours, Bob\n", "plain text"),
        ("Sehr geehrte Frau Müller,\nwährend der Woche war ich krank.\n", "plain text"),
        ("To do:\n- forward pass\n- backward pass, see page 3\n", "plain text"),
        ("relu <- function(Z) {\n  pmax(Z, 0)\n}\n", "seems to be R"),
        ("function [H, Z] = relu(Z)\n  H = max(0, Z);\nend\n", "seems to be MATLAB"),
        ('#include <math.h>\nint main() { return "a b"; }\n', "seems to be C,"),
        ("using LinearAlgebra\nfunction relu(Z)\n  max.(0, Z)\nend\n", "seems to be Julia"),
        ("const relu = (Z) => Z.map((z) => Math.max(0, z));\n", "JavaScript"),
        ("public class Net {\n  static double relu(double z) {}\n}\n", "Java,"),
        ("\\documentclass{article}\n\\begin{document}\n", "LaTeX"),
        ("# My net\n\nIt works:\n\n```python\ndef relu(Z):\n    return Z\n```\n", "Markdown"),
        ("diff --git a/x.py b/x.py\n--- a/x.py\n+++ b/x.py\n@@ -1 +1 @@\n-x\n+y\n", "patch"),
        (
            "import numpy\n<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> theirs\n",
            "Line 2: here stand two versions",
        ),
    ],
)
def test_a_text_that_is_no_python_says_so(text, words):
    assert words in problem_of(text)


@pytest.mark.parametrize(
    "text",
    [
        TEXTBOOK,
        TEXTBOOK.replace("return", "retrun", 1),
        TEXTBOOK.replace(":", "", 1),
        "import numpy as np\nx = np.dot(3,\n",
        "x = 1\nprint x\n",
        "  def f(x):\n return many words here\n",
        '"""Text\n```\nx\n```\n"""\ndef f(:\n',
        "# only some words in a comment\n",
        "'some words in a text'\n",
        "%matplotlib inline\nx = 1\n",
        "x = 1\n",
        "pass",
    ],
)
def test_python_with_and_without_mistakes_is_left_to_python(text):
    assert problem_of(text) == ""


def test_lines_of_notebooks_are_not_told_of_where_nothing_can_be_read():
    file = LearnerModule(b"%matplotlib inline\ndef f(:\n    return 7 % 2\n", "theirs.py")
    assert file.parse() is None
    assert file.notes == []


@pytest.mark.parametrize(
    "line",
    ["a " * 400_000, " " * 800_000, "<title" * 90_000, "<<<<<<< a\n" * 80_000, "a.b(" * 200_000],
    ids=["words", "blanks", "titles", "conflicts", "brackets"],
)
def test_long_texts_take_no_longer(line):
    assert effort(lambda: (words_on(line), kind_of(line.encode())), turns=2) < 200
