import os
from importlib import import_module

import pytest


def _others(name: str):
    """A module that the app never needs; "make test-exports" has it, and lets none be missed."""
    try:
        return import_module(name)
    except ImportError:
        if os.environ.get("DIGIT_LAB_REQUIRE_EXPORTS"):
            pytest.fail(f"{name} is missing.", pytrace=False)
        pytest.skip(f"There is no {name} here; make test-exports has it.")


@pytest.fixture(scope="session")
def torch():
    return _others("torch")


@pytest.fixture(scope="session")
def onnxruntime():
    return _others("onnxruntime")


@pytest.fixture(scope="session")
def onnx():
    return _others("onnx")


@pytest.fixture(scope="session")
def nbformat():
    return _others("nbformat")
