"""What can be done with chosen runs: a button for each deed, in a row that wraps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QPushButton, QWidget

from app.views.widgets.buttons import text_button
from app.views.widgets.flow import FlowLayout
from core.runs.summary import RunSummary


@dataclass(frozen=True)
class Deed:
    """A button for what can be done with chosen runs. fewest, most: for how many. needs: what else
    must be so of each. in_bin: for those in the bin, else for all others."""

    id: str
    icon: str
    text: str
    tip: str
    act: Callable[[], None]
    most: int = 1
    fewest: int = 1
    needs: Callable[[RunSummary], bool] = lambda run: not run.problem
    in_bin: bool = False

    def fits(self, chosen: Sequence[RunSummary]) -> bool:
        return self.fewest <= len(chosen) <= self.most and all(map(self.needs, chosen))


class DeedRow(QWidget):
    """buttons: by the ids of their deeds."""

    def __init__(self, *last: QWidget) -> None:
        """last: what stands behind all of them."""
        super().__init__()
        self.buttons: dict[str, QPushButton] = {}
        self._deeds: list[Deed] = []
        self._last = last
        self._flow = FlowLayout(self)
        self._flow.setContentsMargins(0, 0, 0, 0)
        for each in last:
            self._flow.addWidget(each)

    def add(self, deed: Deed) -> None:
        """One more, before the last widgets."""
        button = text_button(deed.icon, deed.text, deed.act, deed.tip)
        button.setObjectName(f"runs-{deed.id}")
        self.buttons[deed.id] = button
        self._deeds.append(deed)
        for each in self._last:
            self._flow.removeWidget(each)
        for each in (button, *self._last):
            self._flow.addWidget(each)

    def show_for(self, chosen: Sequence[RunSummary], *, in_bin: bool, has_any: bool) -> None:
        """in_bin: whether the bin is shown. has_any: whether there are runs at all."""
        for deed in self._deeds:
            button = self.buttons[deed.id]
            button.setVisible(has_any and deed.in_bin == in_bin)
            button.setEnabled(deed.fits(chosen))
        for each in self._last:
            each.setVisible(has_any)

    def do_first(self) -> None:
        """The first deed that can be done."""
        for button in self.buttons.values():
            if button.isEnabled() and button.isVisible():
                button.click()
                return
