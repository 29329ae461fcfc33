from __future__ import annotations

import pytest

from core.data.dataset import Split
from core.data.starter import starter_split
from tests.core.inspection.patients import part


@pytest.fixture(scope="session")
def starter() -> Split:
    return starter_split()


@pytest.fixture(scope="session")
def some(starter) -> Split:
    return part(starter, 4000)


@pytest.fixture(scope="session")
def few(starter) -> Split:
    return part(starter, 300)
