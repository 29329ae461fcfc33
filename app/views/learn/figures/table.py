"""The figures by the names that the pages call them by."""

from __future__ import annotations

from collections.abc import Callable

from app.views.learn.figures.answer import AnswerFigure
from app.views.learn.figures.counting import CountingFigure
from app.views.learn.figures.cross_entropy import CrossEntropyFigure
from app.views.learn.figures.descent import DescentFigure
from app.views.learn.figures.figure import Figure
from app.views.learn.figures.layer_backward import LayerBackwardFigure
from app.views.learn.figures.layer_forward import LayerForwardFigure
from app.views.learn.figures.layer_sizes import LayerSizesFigure
from app.views.learn.figures.network import NetworkFigure
from app.views.learn.figures.nudge import NudgeFigure
from app.views.learn.figures.slope import SlopeFigure
from app.views.learn.figures.softmax import SoftmaxFigure
from app.views.learn.figures.unit import UnitFigure

FIGURES: dict[str, Callable[[], Figure]] = {
    "answer": AnswerFigure,
    "counting": CountingFigure,
    "cross-entropy": CrossEntropyFigure,
    "descent": DescentFigure,
    "layer-backward": LayerBackwardFigure,
    "layer-forward": LayerForwardFigure,
    "layer-sizes": LayerSizesFigure,
    "network": NetworkFigure,
    "nudge": NudgeFigure,
    "slope": SlopeFigure,
    "softmax": SoftmaxFigure,
    "unit": UnitFigure,
}
