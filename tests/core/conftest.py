from fnmatch import fnmatch
from pathlib import Path

import pytest

from core.data.dataset import Split
from tests.core.stripes import EXAMPLES, digits

HERE = Path(__file__).resolve().parent
# The rest is marked as numeric. This cannot hang on how matrices are multiplied, or takes long: of
# the ink and photos that the shipped network reads, test_real_ink stands for all.
NOT_NUMERIC = (
    "checking/test_[!r]*",  # all but right hand-ins, which stay right
    *(f"checking/test_{name}.py" for name in ("re*", "ru*")),
    "classroom/*",
    *(f"cli/test_{name}.py" for name in ("check*", "command", "predict*", "progress")),
    *(f"export/test_{name}*.py" for name in ("notebook", "onnx", "report", "templates", "torch")),
    "data/test_[!n]*",  # all but the nearest
    "files/*",
    "ink/test_[!r]*",  # all but real ink
    "inspection/test_evidence.py",
    "lessons/*",
    *(f"network/test_{name}.py" for name in ("activations", "recipe", "schedules")),
    "reading/test_ten_writers.py",
)


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(HERE):
            path = item.path.relative_to(HERE).as_posix()
            if not any(fnmatch(path, pattern) for pattern in NOT_NUMERIC):
                item.add_marker(pytest.mark.numeric)


@pytest.fixture(scope="session")
def split():
    return Split("Stripes", digits(EXAMPLES, 1), digits(40, 2), digits(40, 3))
