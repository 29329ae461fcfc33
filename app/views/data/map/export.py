"""The map as files: its points as a table, or as a picture."""

from __future__ import annotations

import csv
import io

from app.desktop.picture_files import png_bytes, svg_bytes
from app.views.data.map.plane import MapPlane
from app.views.data.map.shown import Shown
from app.views.widgets.exports import Format, Formats

HEADER = "index", "label", "answer", "x", "y"


def formats_of(plane: MapPlane, title: str) -> Formats:
    """CSV of all points; PNG and SVG of what is seen. title: what the drawing says it is."""
    shown = plane.shown
    if shown is None:
        return {}
    return {
        "csv": Format("Table of all points, CSV", lambda: table_of(shown)),
        "png": Format("Picture, PNG", lambda: png_bytes(plane.paint_shapes, plane.size())),
        "svg": Format("Drawing, SVG", lambda: svg_bytes(plane.paint_shapes, plane.size(), title)),
    }


def table_of(shown: Shown) -> bytes:
    """A row a point. index: in the part of the data set, from 0. label, answer: names of classes;
    the answer is empty without a network. x, y: where it lies; the root mean square distance from
    (0, 0) is 1."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(HEADER)
    for number, (x, y) in enumerate(shown.frame.positions.T):
        label = shown.class_name(number)
        place = f"{x:.6g}", f"{y:.6g}"
        rows.writerow([shown.indices[number], label, shown.answer_name(number), *place])
    return text.getvalue().encode()
