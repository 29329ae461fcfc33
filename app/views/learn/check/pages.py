"""What stands in place of the editor while no file is open: how to begin."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from app.views.widgets.buttons import text_button
from app.views.widgets.welcome import WelcomePage

TITLE = "Is my backward right?"
WORDS = (
    "Write compute_loss, relu_backward, sigmoid_backward, layer_backward, or any other function "
    "of the course, in a Python file. Each is compared with a reference and with nudged weights, "
    "and where something is wrong you are told what."
)
NOTE = (
    "You can also drop a .py file or a notebook here. It is checked again whenever it is saved, in "
    "any editor."
)


class Welcome(WelcomePage):
    """Shown while no file is open. A signal x_wanted: the button x was pressed."""

    open_wanted = Signal()
    new_wanted = Signal()
    write_wanted = Signal()

    def __init__(self) -> None:
        self.new = QPushButton("New exercise…")
        self.open = text_button("open", "Open a file…", lambda: self.open_wanted.emit())
        self.write = text_button("copy", "Paste or write here", lambda: self.write_wanted.emit())
        super().__init__(TITLE, WORDS, (self.new, self.open, self.write), NOTE)
        self.new.clicked.connect(lambda: self.new_wanted.emit())
