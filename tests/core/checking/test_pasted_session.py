"""Sessions pasted into a file: their code is checked, and its lines keep their numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.checking.pasted_session import NOTE
from core.checking.runner import check_file
from core.checking.source import source_in, source_of
from tests.core.checking.right import TEXTBOOK
from tests.effort import effort

PYTHON = """\
Python 3.11.7 (main, Dec  5 2023) on linux
Type "help", "copyright" for more information.
>>> import numpy as np
>>> def relu(Z):
...     H = np.maximum(0, Z)
...
...     return H, Z
...
>>> relu(np.array([[1.0, -1.0]]))
(array([[1., 0.]]),
 array([[ 1., -1.]]))
>>> relu(3
... )
(3, 3)
>>>
"""
IDLE = """\
>>> import numpy as np
>>> def relu(Z):
    H = np.maximum(0, Z)

    return H, Z

>>> relu(1)
(1, 1)
"""
FAILED = """\
>>> import numpy
>>> np.zeros(3)
Traceback (most recent call last):
  File "<stdin>", line 1, in <module>
NameError: name 'np' is not defined
>>> def relu(Z):
  File "<stdin>", line 1
    def relu(Z):
                ^
IndentationError: expected an indented block
>>> x = 1
"""
IPYTHON = """\
In [1]: import numpy as np

In [2]: def relu(Z):
   ...:     return np.maximum(0, Z), Z
   ...:

In [10]: relu(1)
Out[10]: (1, 1)

In [11]: %timeit relu(1)
1.2 µs ± 3 ns per loop
"""
CELLS = """\
In [1]:
import numpy as np
print("two words")
two words
In [ ]:
def relu(Z):
    return np.maximum(0, Z), Z
relu(1)
Out[2]:
(1, 1)
In [3]:
%matplotlib inline
relu(-1)
"""
MIXED = """\
import numpy as np
>>> x = 3
3 is what
def relu(Z):
    return np.maximum(0, Z), Z
y = 4
"""


@pytest.mark.parametrize(
    ("session", "code"),
    [
        (
            PYTHON,
            "||import numpy as np|def relu(Z):|    H = np.maximum(0, Z)||    return H, Z||"
            "relu(np.array([[1.0, -1.0]]))|||relu(3|)|||",
        ),
        (
            IDLE,
            "import numpy as np|def relu(Z):|    H = np.maximum(0, Z)||    return H, Z||relu(1)||",
        ),
        (FAILED, "import numpy||||||||||x = 1|"),
        (
            IPYTHON,
            "import numpy as np||def relu(Z):|    return np.maximum(0, Z), Z|||relu(1)|||pass||",
        ),
        (
            CELLS,
            '|import numpy as np|print("two words")|||def relu(Z):|'
            "    return np.maximum(0, Z), Z|relu(1)||||pass|relu(-1)|",
        ),
        (MIXED, "import numpy as np|x = 3||def relu(Z):|    return np.maximum(0, Z), Z|y = 4|"),
    ],
    ids=["python", "idle", "failed", "ipython", "cells", "mixed"],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_code_is_what_was_typed_and_stays_in_its_lines(session, code, end):
    source = source_in("a.py", session.replace("\n", end).encode(), Path())
    assert source.problem == ""
    assert source.notes == (NOTE,)
    lines = source.code.decode().split("\n")
    assert "|".join("" if each.startswith("#") else each.rstrip() for each in lines) == code


@pytest.mark.parametrize(
    "session",
    [
        ">>> x = \n>>> y = 1\n",
        "In [1]:\nx = = 2\n",
        "In [1]:\nx = 2\ndef f(x):\nreturn x\n",
        "import math\ndef f(:\n>>> y = 1\n",
    ],
)
def test_what_is_no_python_even_then_is_said_to_be_a_session(session):
    source = source_of(session, "a.py")
    assert "pasted session" in source.problem
    assert source.problem.startswith(f"Line {source.line}: this")


@pytest.mark.parametrize(
    "code",
    [
        'def f(x):\n    """Twice.\n\n    >>> f(1)\n    2\n    """\n    return 2 * x\n',
        '"""Twice.\n\n>>> f(1)\n2\n"""\ndef f(x:\n    return 2 * x\n',
        TEXTBOOK,
    ],
)
def test_examples_in_texts_are_no_session(code):
    source = source_of(code, "a.py")
    assert (source.code.decode(), source.problem, source.notes) == (code, "", ())


def test_a_long_session_takes_no_longer():
    session = "In [1]:\n" + "x = 1\n" * 20_000 + "no python here\n" * 55
    assert effort(lambda: source_of(session, "a.py"), turns=1) < 3000


@pytest.mark.slow
def test_a_session_is_checked_and_its_lines_are_told(tmp_path: Path):
    (tmp_path / "a.py").write_text(PYTHON.replace("maximum(0", "maximum(1"))
    (relu,) = check_file(tmp_path / "a.py").present
    assert relu.status == "wrong"
    (tmp_path / "a.py").write_text(PYTHON)
    assert check_file(tmp_path / "a.py").is_right
    typed = ">>> import numpy as np\n>>> def relu(Z):\n...     return zero, Z\n"
    (tmp_path / "a.py").write_text(typed)
    (relu,) = check_file(tmp_path / "a.py").present
    assert relu.problem.startswith("Line 3: “zero” is not defined")
