"""Links from a page or a question to a view, a part of it, and an array.

"digit-lab:inspect/microscope/dW2" is a view, a part of it, and what it is to show there. "L" in
an array's name is the last layer. A network that has no such layer shows the nearest it has.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Slot

from app.views.inspect.microscope.example import DRAWING, UNSURE
from app.views.inspect.view import DOCTOR, LIVE, MICROSCOPE, NETWORK, InspectView
from app.views.learn.view import CHECK, QUIZ, READ, LearnPlace, LearnView
from app.views.widgets.way_back import WayBack
from core.lessons.pages import SCHEME, pages

_ARRAY = re.compile(r"(d?[ZH]|dW|db)(\d+|L)|X|dX|loss")
VIEWS = ("draw", "train", "inspect", "learn", "data", "runs")
PARTS = {
    ("inspect", "network"): NETWORK,
    ("inspect", "live"): LIVE,
    ("inspect", "microscope"): MICROSCOPE,
    ("inspect", "doctor"): DOCTOR,
    ("learn", "read"): READ,
    ("learn", "check"): CHECK,
    ("learn", "quiz"): QUIZ,
}
# F1: the page about what is seen, by view; in the microscope, by the kind of its array.
PAGE_OF_VIEW = {
    "draw": "drawing",
    "train": "loss",
    "inspect": "reading",
    "data": "network",
    "runs": "loss",
}
PAGE_OF_KIND = {
    "X": "network",
    "Z": "forward",
    "H": "forward",
    "loss": "loss",
    "dZ": "activations",
    "dW": "layer",
    "db": "layer",
    "dH": "layer",
    "dX": "chain",
}


@dataclass(frozen=True)
class Link:
    """Where a link leads. view: one of VIEWS. part and what: of the view, or ""."""

    view: str
    part: str = ""
    what: str = ""

    @classmethod
    def read(cls, link: str) -> Link | None:
        """None for what leads nowhere."""
        if not link.startswith(SCHEME):
            return None
        names = link.removeprefix(SCHEME).split("/")
        if len(names) > 3 or names[0] not in VIEWS:
            return None
        place = cls(*names)
        return place if place._is_real() else None

    def _is_real(self) -> bool:
        if self.part and (self.view, self.part) not in PARTS:
            return False
        match self.part:
            case "microscope":
                return not self.what or _ARRAY.fullmatch(self.what) is not None
            case "read":
                return not self.what or self.what in pages()
        return not self.what


def array_at(name: str, depth: int) -> str:
    """The stop of a walk through `depth` layers that is nearest to `name`."""
    found = _ARRAY.fullmatch(name)
    if found is None or found[1] is None:
        return name
    kind, layer = found[1], depth if found[2] == "L" else min(int(found[2]), depth)
    if kind == "dH":
        layer = min(layer, depth - 1)
    if layer < 1:
        return {"dH": "dX", "H": "X"}.get(kind, f"{kind}1")
    return f"{kind}{layer}"


class LinkFollower(QObject):
    """Shows what a link leads to, and offers the way back to where it was followed.

    show_view: shows one of VIEWS.
    """

    def __init__(
        self,
        show_view: Callable[[str], None],
        inspect: InspectView,
        learn: LearnView,
        way_back: WayBack,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._show_view = show_view
        self._inspect, self._learn, self._way_back = inspect, learn, way_back
        self._left: LearnPlace | None = None
        self._wanted = ""
        inspect.microscope.page.moved.connect(self._arrive)
        learn.tabs.currentChanged.connect(self._on_part)

    @Slot(str)
    def go(self, link: str) -> None:
        """Nothing happens for a link that leads nowhere."""
        place = Link.read(link)
        if place is None:
            return
        left = self._learn.place
        part = PARTS.get((place.view, place.part))
        if place.view == "learn" and part is not None:
            self._learn.show_part(part, place.what)
        self._show_view(place.view)
        if place.view == "inspect" and part is not None:
            self._inspect.show_pane(part)
            if place.what:
                self._show_array(place.what)
        if place.view != "learn" or self._learn.place.part != left.part:
            self._left = left
            self._way_back.offer(left.name, partial(self._go_back, left))

    @Slot(str)
    def on_view(self, view: str) -> None:
        """Another view is shown: there is no way back to where one is."""
        if view == "learn" and self._left and self._learn.place.part == self._left.part:
            self._left = None
            self._way_back.hide()

    @Slot()
    def _on_part(self) -> None:
        self.on_view("learn")

    def _go_back(self, left: LearnPlace) -> None:
        self._learn.go_to(left)
        self._show_view("learn")

    def show_help(self, view: str) -> None:
        """Show the page about what is seen in `view`."""
        self._learn.show_part(READ, self.help_page(view))
        self._show_view("learn")

    def help_page(self, view: str) -> str:
        """The id of the page about what is seen in `view`; "" for Learn, which has its own."""
        stop = self._inspect.microscope.page.stop
        if view == "inspect" and self._inspect.tabs.currentIndex() == MICROSCOPE and stop:
            return PAGE_OF_KIND[stop.kind]
        return PAGE_OF_VIEW.get(view, "")

    def _show_array(self, name: str) -> None:
        microscope = self._inspect.microscope
        self._wanted = name
        chooser = microscope.chooser
        if chooser.kind == DRAWING and chooser.example() is None:
            chooser.choose(UNSURE)
        self._arrive()

    @Slot()
    def _arrive(self) -> None:
        """As soon as there is a walk: test digits may still have to be read."""
        way = self._inspect.microscope.page.walk
        if self._wanted and way is not None:
            name, self._wanted = array_at(self._wanted, way.depth), ""
            self._inspect.microscope.go_to(name)
