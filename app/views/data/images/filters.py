"""What is asked of the images of a set: which part, which answers, right or wrong, which order."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QWidget

from app.look import figures, sizes
from app.views.data.images.grid import SCALES
from app.views.data.images.parts import NAMES, WHOLE
from app.views.widgets.buttons import text_button
from app.views.widgets.flow import FlowLayout
from app.views.widgets.place_slider import PlaceSlider
from app.views.widgets.plain import plain_tip
from core.data.dataset import Split
from core.data.relabelling import PARTS
from core.evaluation.selection import NEEDS_ANSWERS, ORDERS, Selection

ANY_ANSWER = "Any answer"
RIGHT = {"Right and wrong": None, "Right": True, "Wrong": False}
ORDER_NAMES = dict(
    zip(
        ORDERS,
        (
            "As in the set",
            "Largest loss first",
            "Most confident first",
            "Least confident first",
            "By chance",
        ),
        strict=True,
    )
)
LONGEST_NAME = 24  # letters of a class in a list
SLIDER_WIDTH = 88


class Filters(QWidget):
    """Lists to choose from, a button for others, and a slider for how large images are.

    changed: another selection is wanted. part_changed: another part of the set.
    """

    changed = Signal()
    part_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seed = 0
        self._names: tuple[str, ...] = ()
        self.part = _list("Part of the set")
        self.answer = _list("What the network reads")
        self.right = _list("Right or wrong")
        self.order = _list("Order of the images")
        self.others = text_button("reset", "Show others", self.show_others)
        self.slider = PlaceSlider()
        self.slider.setRange(0, len(SCALES) - 1)
        self.slider.setPageStep(1)
        self.slider.setAccessibleName("Size of the images")
        self.slider.setToolTip("Size of the images (Ctrl and the wheel)")
        sizes.set_width(self.slider, SLIDER_WIDTH)
        self.right.addItems(list(RIGHT))
        self.order.addItems(list(ORDER_NAMES.values()))
        self.set_class_names(())
        self.set_split(None)
        self.set_answered("")
        row = FlowLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for each in (self.part, self.answer, self.right, self.order, self.others, self.slider):
            row.addWidget(each)
        self.part.currentIndexChanged.connect(self.part_changed)
        for each in (self.answer, self.right, self.order):
            each.currentIndexChanged.connect(self.changed)

    @property
    def part_name(self) -> str:
        """The chosen part, a key of NAMES."""
        return (*PARTS, WHOLE)[max(self.part.currentIndex(), 0)]

    def selection(self, label: int | None) -> Selection:
        """What is asked for. label: the class that is chosen, or None."""
        answer = self.answer.currentIndex() - 1
        return Selection(
            label,
            answer if answer >= 0 else None,
            RIGHT[self.right.currentText()],
            ORDERS[self.order.currentIndex()],
            self._seed,
        )

    def set_split(self, split: Split | None) -> None:
        """Offer its parts; the chosen one stays. Nothing is told."""
        chosen = max(self.part.currentIndex(), 0)
        with QSignalBlocker(self.part):
            self.part.clear()
            counts = [len(getattr(split, part)) if split else 0 for part in PARTS]
            for part, count in zip((*PARTS, WHOLE), (*counts, sum(counts)), strict=True):
                words = f"  {figures.count(count)}" if split else ""
                self.part.addItem(NAMES[part] + words)
            self.part.setCurrentIndex(chosen)
        self.part.setEnabled(split is not None)
        self.others.setEnabled(split is not None)

    def set_class_names(self, names: tuple[str, ...]) -> None:
        """names: of the answers. Nothing is told."""
        if names == self._names and self.answer.count():
            return
        self._names = names
        with QSignalBlocker(self.answer):
            self.answer.clear()
            self.answer.addItem(ANY_ANSWER)
            self.answer.addItems([f"Read as {_short(name)}" for name in names])

    def set_answered(self, problem: str | None) -> None:
        """problem: why there are no answers yet, or None where there are. What needs them cannot be
        chosen without, and is no longer chosen. Nothing is told."""
        is_answered = problem is None
        with QSignalBlocker(self.answer), QSignalBlocker(self.right), QSignalBlocker(self.order):
            for each in (self.answer, self.right):
                each.setEnabled(is_answered)
                each.setToolTip(plain_tip(problem or ""))
                if not is_answered:
                    each.setCurrentIndex(0)
            for place, order in enumerate(ORDERS):
                if order in NEEDS_ANSWERS:
                    self.order.model().item(place).setEnabled(is_answered)  # type: ignore[attr-defined]
            if not is_answered and ORDERS[self.order.currentIndex()] in NEEDS_ANSWERS:
                self.order.setCurrentIndex(0)

    def choose(self, selection: Selection) -> None:
        """Ask for this, but for its label. Nothing is told."""
        with QSignalBlocker(self.answer), QSignalBlocker(self.right), QSignalBlocker(self.order):
            self.answer.setCurrentIndex(0 if selection.answer is None else selection.answer + 1)
            self.right.setCurrentIndex(list(RIGHT.values()).index(selection.right))
            self.order.setCurrentIndex(ORDERS.index(selection.order))

    @Slot()
    def show_others(self) -> None:
        """Others of the same kind, by chance."""
        self._seed += 1
        with QSignalBlocker(self.order):
            self.order.setCurrentIndex(ORDERS.index("chance"))
        self.changed.emit()


def _list(words: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(words)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return made


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
