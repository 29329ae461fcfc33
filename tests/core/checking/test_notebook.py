"""Notebooks are read cell by cell, and what is wrong is told by cell and line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.checking.notebook import NotebookError, is_notebook, read_notebook
from core.checking.runner import check_file
from core.checking.source import source_at
from tests.core.checking.in_process import report_on
from tests.core.checking.right import TEXTBOOK

RELU = "def relu_backward(dH, Z):\n    return dH * (Z {sign} 0)"


def notebook(*cells: str | tuple[str, str], version: int = 4, lines: bool = True) -> bytes:
    """cells: of code, or (kind, text)."""
    made = []
    for each in cells:
        kind, text = each if isinstance(each, tuple) else ("code", each)
        source = text.splitlines(keepends=True) if lines else text
        made.append({"cell_type": kind, "source" if version > 3 else "input": source})
    record = {"cells": made} if version > 3 else {"worksheets": [{"cells": made}]}
    return json.dumps({"nbformat": version, **record}).encode()


@pytest.mark.parametrize("version", [3, 4])
@pytest.mark.parametrize("lines", [True, False])
def test_cells_of_code_stand_one_after_another(version, lines):
    cells = (("markdown", "# Hi"), "a = 1\nb = 2\n", ("raw", "x"), "c = a")
    found = read_notebook(notebook(*cells, version=version, lines=lines))
    assert found.code == "a = 1\nb = 2\n\nc = a\n"
    assert found.cells == (1, 4)
    assert not found.problem


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("%matplotlib inline\nx = 1", "pass\nx = 1"),
        ("if True:\n    !ls\n    %time x = 1", "if True:\n    pass\n    pass"),
        ("files = !ls\ny = %time 3", "files = None\ny = None"),
        ("np.dot?\n?np\nnp.dot??", "pass\npass\npass"),
        ("%%time\nx = 1", "#\nx = 1"),
        ("%%bash\nls | wc", "# %%bash\n# ls | wc"),
        ("%%html\n<b>", "# %%html\n# <b>"),
        ('text = """\n%d of\n!\n"""', 'text = """\n%d of\n!\n"""'),
        ("x = 7 % 2\ny = x != 3", "x = 7 % 2\ny = x != 3"),
    ],
)
def test_what_only_a_notebook_understands_does_nothing(cell, code):
    assert read_notebook(notebook(cell)).code.rstrip("\n") == code


def test_a_cell_that_python_cannot_read_leaves_the_others(tmp_path: Path):
    path = tmp_path / "mine.ipynb"
    path.write_bytes(notebook("import numpy as np", "def f(:", RELU.format(sign=">")))
    report = check_file(path)
    assert "cell 2, line 1" in report.problem
    assert [(each.name, each.status) for each in report.present] == [("relu_backward", "right")]
    assert not report.is_right


def test_a_mistake_is_told_by_its_cell(tmp_path: Path):
    path = tmp_path / "mine.ipynb"
    path.write_bytes(notebook(("markdown", "Hello"), "import numpy as np", RELU.format(sign="<")))
    report = check_file(path)
    (relu,) = report.present
    assert relu.mistake is not None
    assert relu.mistake.line is not None
    assert report.place(relu.mistake.line) == "cell 2, line 2"
    assert relu.mistake.code == "return dH * (Z < 0)"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'{"cells": [', "damaged"),
        (b'{"cells": 3}', "no cells"),
        (b'{"cells": []}', "no code"),
        (b'{"cells": [{"cell_type": "markdown", "source": "x"}, 7, {}]}', "no code"),
        (b'{"cells": "\xff"}', "UTF-8"),
        (b'{"cells":' + b"[" * 100_000, "damaged"),
    ],
)
def test_what_is_no_whole_notebook_is_a_sentence(data, words):
    assert is_notebook(data)
    with pytest.raises(NotebookError, match=words):
        read_notebook(data)


def test_large_pictures_are_no_code(tmp_path: Path):
    record = json.loads(notebook("a = 1"))
    record["cells"][0]["outputs"] = [{"data": {"image/png": "A" * 3_000_000}}]
    path = tmp_path / "mine.ipynb"
    path.write_text(json.dumps(record))
    assert source_at(path).code == b"a = 1\n"


def test_a_file_of_notepad_is_read(tmp_path: Path):
    path = tmp_path / "mine.py.txt"
    path.write_bytes("a = 'é'\n".encode("utf-16"))
    assert source_at(path).code.decode() == "a = 'é'\n"


def test_a_file_made_of_a_notebook_runs():
    lines = "get_ipython().run_line_magic('matplotlib', 'inline')\ndisplay(3)\n# %% a cell\n"
    report = report_on(lines + TEXTBOOK)
    assert report.is_right, report.problem


def test_what_was_raised_is_told_by_its_cell(tmp_path: Path):
    path = tmp_path / "mine.ipynb"
    code = "def relu_backward(dH, Z):\n    return dH * zero"
    path.write_bytes(notebook("import numpy as np", "x = 1\n\n", code))
    (relu,) = check_file(path).present
    assert relu.problem.startswith("Cell 3, line 2: “zero” is not defined")


def in_language(metadata: object, *cells: str | tuple[str, str]) -> bytes:
    return json.dumps(json.loads(notebook(*cells)) | {"metadata": metadata}).encode()


@pytest.mark.parametrize(
    ("metadata", "words"),
    [
        ({"kernelspec": {"language": "R", "name": "ir"}}, "in R, not Python"),
        ({"kernelspec": {"name": "ir"}}, "in R, not Python"),
        ({"kernelspec": {"name": "julia-1.9"}}, "in Julia"),
        ({"language_info": {"name": "julia"}, "kernelspec": {"name": "julia-1.9"}}, "in Julia"),
        ({"language_info": {"name": "C++17"}}, r"in C\+\+17"),
    ],
)
def test_another_language_is_named(metadata, words):
    with pytest.raises(NotebookError, match=words):
        read_notebook(in_language(metadata, "relu <- function(Z) pmax(Z, 0)"))


@pytest.mark.parametrize(
    "metadata",
    [
        {},
        None,
        [1],
        {"kernelspec": 3, "language_info": {"name": 4}},
        {"kernelspec": {"language": "", "name": ""}},
        {"kernelspec": {"name": "my-env"}},
        {"kernelspec": {"language": "python", "name": "my-env"}},
        {"kernelspec": {"name": "my-env"}, "language_info": {"name": "python"}},
        {"kernelspec": {"display_name": "Python 3", "name": "python3"}},
        {"kernelspec": {"language": "sage", "name": "sagemath"}},
    ],
)
def test_python_needs_not_be_said(metadata):
    assert read_notebook(in_language(metadata, "x = 1")).code == "x = 1\n"


def test_python_under_another_kernel_is_read():
    metadata = {"kernelspec": {"language": "R", "name": "ir"}}
    assert "relu_backward" in read_notebook(in_language(metadata, RELU.format(sign=">"))).code


def test_code_in_cells_of_text_is_told():
    with pytest.raises(NotebookError, match=r"no code: .* Make those with code in them code cells"):
        read_notebook(notebook(("markdown", "Hello"), ("markdown", "def relu(Z):\n    return Z")))
