import pytest

from core.network import arrays


@pytest.fixture
def small_pieces(monkeypatch):
    """Vectors are cut into pieces of five to nine numbers, where they would stay whole."""
    monkeypatch.setattr(arrays, "_PIECE", 5)
    arrays.pieces.cache_clear()
    yield
    arrays.pieces.cache_clear()
