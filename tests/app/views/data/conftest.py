from collections.abc import Callable, Iterator

import pytest

from app.look import theme
from tests.app.tiny import digit_folder, endless, loader, recipe, session, split

__all__ = ["digit_folder", "endless", "loader", "recipe", "session", "split"]


@pytest.fixture
def text_size(look: theme.Watcher) -> Iterator[Callable[[int], None]]:
    """What gives the text another size, in percent, until the test is over."""
    yield look.choose_size
    look.choose_size(100)
