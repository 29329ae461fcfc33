import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from app.views.widgets.edge import paint_edge


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 1.75, 2.0])
@pytest.mark.parametrize("offset", [0, 1, 2, 3])
@pytest.mark.parametrize("thickness", [1, 2])
def test_all_four_sides_are_as_thick_and_end_where_the_box_does(qtbot, ratio, offset, thickness):
    image = QImage(120, 120, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor("white"))
    box = QRectF(5 + offset, 7, 33, 31)
    with QPainter(image) as painter:
        painter.fillRect(box, QColor("blue"))
        paint_edge(painter, box, QColor("red"), thickness)
    colors = [[image.pixelColor(x, y).name() for x in range(120)] for y in range(120)]
    across = [color for color in colors[round(20 * ratio)] if color != "#ffffff"]
    down = [row[round(20 * ratio)] for row in colors if row[round(20 * ratio)] != "#ffffff"]
    thick = round(thickness * ratio)
    for line in (across, down):
        assert line[:thick] == line[-thick:] == ["#ff0000"] * thick
        assert set(line[thick:-thick]) == {"#0000ff"}
