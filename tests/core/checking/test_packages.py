"""Packages that are not here: given in part, done without, or the reason why nothing is checked."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from core.checking import lent_packages
from core.checking.runner import check_file

HEAD = "import numpy as np\n"
LOSS = "def compute_loss(HL, Y):\n    return -np.sum(Y * np.log(HL)) / Y.shape[1]\n"


def report_of(folder: Path, code: str):
    path = folder / "mine.py"
    path.write_text(HEAD + code)
    return check_file(path)


@pytest.mark.parametrize(
    "code",
    [
        "import scipy.special\ndef sigmoid(Z):\n    return scipy.special.expit(Z), Z",
        "from scipy.special import expit\ndef sigmoid(Z):\n    return expit(Z), Z",
        "import scipy\ndef sigmoid(Z):\n    return scipy.special.expit(Z), Z",
        "from scipy import special\ndef softmax(Z):\n    return special.softmax(Z, axis=0), Z",
        "import autograd.numpy as np\ndef relu(Z):\n    return np.maximum(0, Z), Z",
        "import matplotlib.pyplot as plt\ndef relu(Z):\n    plt.plot(Z)\n"
        "    return np.maximum(0, Z), Z",
        "from numba import njit\n@njit\ndef relu(Z):\n    return np.maximum(0, Z), Z",
        "from google.colab import drive\ndrive.mount('/x')\n"
        "def relu(Z):\n    return np.maximum(0, Z), Z",
        "from tqdm import tqdm\ndef relu(Z):\n    H = Z.copy()\n    for k in tqdm(range(len(H))):\n"
        "        H[k] = np.maximum(H[k], 0)\n    return H, Z",
        "from public_tests import *\nfrom dnn_utils_v2 import load_data\nload_data()\n" + LOSS,
    ],
)
def test_right_code_is_right_without_them(code, tmp_path):
    report = report_of(tmp_path, code)
    assert report.is_right, (report.problem, report.present)


@pytest.mark.parametrize("package", ["torch", "tensorflow", "jax", "cupy"])
def test_what_needs_them_is_not_checked_and_not_wrong(package, tmp_path):
    if find_spec(package):
        pytest.skip(f"{package} is here, as after make bench")
    code = f"import {package}\ndef relu(Z):\n    return {package}.relu(Z), Z\n{LOSS}"
    relu, loss = report_of(tmp_path, code).present
    assert relu.status == "unchecked"
    assert package in relu.problem
    assert loss.status == "right"


def test_wrong_code_stays_wrong(tmp_path):
    code = "from scipy.special import expit\ndef sigmoid(Z):\n    return expit(-Z), Z"
    (sigmoid,) = report_of(tmp_path, code).present
    assert sigmoid.status == "wrong"


def test_much_that_is_printed_is_no_mistake(tmp_path):
    loop = "    for _ in range(3000):\n        print(dH)\n"
    code = f"def relu_backward(dH, Z):\n{loop}    return dH * (Z > 0)"
    assert report_of(tmp_path, code).is_right


@pytest.mark.parametrize("axis", [None, 0, 1])
def test_the_functions_of_scipy_are_what_they_are_said_to_be(axis):
    x = np.random.default_rng(0).standard_normal((3, 4))
    e = np.exp(x)
    kept = axis is not None
    share = e / e.sum(axis=axis, keepdims=kept)
    assert np.allclose(lent_packages.softmax(x, axis=axis), share)
    assert np.allclose(lent_packages.log_softmax(x, axis=axis), np.log(share))
    assert np.allclose(lent_packages.logsumexp(x, axis=axis), np.log(e.sum(axis=axis)))
    assert np.allclose(lent_packages.softmax(1000 * x, axis=axis).sum(axis=axis), 1)


def test_the_sigmoid_does_not_overflow():
    x = np.array([-1e4, -1.0, 0.0, 1.0, 1e4])
    with np.errstate(all="raise", under="ignore"):
        got = lent_packages.expit(x)
    assert np.allclose(got, [0, 1 / (1 + np.e), 0.5, 1 / (1 + np.exp(-1)), 1])
    assert np.allclose(lent_packages.logit(got[1:4]), x[1:4])
    assert lent_packages.xlogy(0, 0) == 0
    assert np.isclose(lent_packages.entr(0.5), 0.5 * np.log(2))
