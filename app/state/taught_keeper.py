"""Keeps what a lesson came to in a file, until the user has said whether to use it."""

from __future__ import annotations

import logging
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from app.state.lesson import worse_at
from app.state.my_handwriting import MyHandwriting
from core.errors import DigitLabError
from core.files import model_file

_log = logging.getLogger(__name__)


class TaughtKeeper(QObject):
    """Writes the taught network as soon as it is there, and deletes it with the answer.

    One that got worse is not written: nobody should be offered it at the next start.
    """

    def __init__(self, hand: MyHandwriting, file: Path) -> None:
        super().__init__(hand)
        self._hand, self._file = hand, file
        hand.learning_changed.connect(self._on_learning)

    @Slot()
    def _on_learning(self) -> None:
        result = self._hand.result
        try:
            if result is not None and not worse_at(result.result):
                model_file.save(result.result.network, self._file)
            else:
                self._file.unlink(missing_ok=True)
        except (DigitLabError, OSError) as error:
            _log.warning("What was learned could not be kept: %s", error)
