"""What the user says that drawings on the canvas are, kept in My handwriting."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.state.answers import Correction, Strokes
from app.state.my_handwriting import MyHandwriting
from core.data.handwriting_set import LabelledDrawing
from core.errors import DigitLabError
from core.ink.strokes import Drawing


class Corrections(QObject):
    """One drawing is one example of the open set, however often it is corrected.

    My handwriting decides: what is deleted there, or said to be another digit, is so here.

    changed: dict of Strokes to Correction, all of them. refused: why nothing was kept.
    """

    changed = Signal(object)
    refused = Signal(str)

    def __init__(self, hand: MyHandwriting, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hand = hand
        self._examples: dict[Strokes, tuple[str, LabelledDrawing]] = {}  # and the set they are in
        self._corrections: dict[Strokes, Correction] = {}
        hand.changed.connect(self._update)

    @Slot(object, int)
    def correct(self, drawing: Drawing, digit: int) -> None:
        """The drawing is a `digit`, whatever was said of it before."""
        place = self._place(drawing.strokes)
        try:
            if place is None:
                added = self._hand.add(drawing, digit)
                self._examples[drawing.strokes] = self._hand.name, added
            else:
                set_name, example = place
                self._hand.relabel_one(set_name, example.id, digit)
        except DigitLabError as error:
            self.refused.emit(str(error))
        self._update()

    @Slot(object)
    def take_back(self, drawing: Drawing) -> None:
        """Nothing is said of the drawing any more, and My handwriting has one less."""
        place = self._place(drawing.strokes)
        if place is None:
            return
        set_name, example = place
        try:
            self._hand.delete_one(set_name, example.id)
        except DigitLabError as error:
            self.refused.emit(str(error))

    def _place(self, strokes: Strokes) -> tuple[str, LabelledDrawing] | None:
        """Where the example of a drawing is now, be its set renamed; None where it is no more."""
        if strokes not in self._examples:
            return None
        name, known = self._examples[strokes]
        sets = sorted(self._hand.store.sets, key=lambda each: each.name != name)
        for each in sets:
            for example in each.drawings:
                if (example.id, example.time) == (known.id, known.time):
                    return each.name, example
        return None

    @Slot()
    def _update(self) -> None:
        places = {strokes: self._place(strokes) for strokes in self._examples}
        corrections = {
            strokes: Correction(place[1].digit, place[0])
            for strokes, place in places.items()
            if place is not None
        }
        if corrections != self._corrections:
            self._corrections = corrections
            self.changed.emit(corrections)
