import pytest

from core.data.dataset import Split
from tests.core.stripes import EXAMPLES, digits


@pytest.fixture(scope="session")
def split():
    return Split("Stripes", digits(EXAMPLES, 1), digits(40, 2), digits(40, 3))
