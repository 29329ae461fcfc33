"""The picture of a network, driven through its widget."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from pytestqt.qtbot import QtBot

from app.look import theme
from app.views.widgets.network_picture.painting import View, paint_scene
from app.views.widgets.network_picture.picture import NetworkPicture
from core.inspection.scenes import walk_scene
from core.inspection.walk import walk
from core.network.network import Network
from core.network.snapshots import Snapshot


def snapshot_of(dimensions: tuple[int, ...] = (784, 16, 12, 10), seed: int = 0) -> Snapshot:
    network = Network(dimensions, rng=np.random.default_rng(seed))
    return network.snapshot("made")


def an_image(seed: int = 1) -> np.ndarray:
    image = np.zeros((784, 1), np.float32)
    image.reshape(28, 28)[6:22, 10:18] = np.random.default_rng(seed).random((16, 8))
    return image


@pytest.fixture
def picture(look, qtbot: QtBot) -> NetworkPicture:
    made = NetworkPicture()
    qtbot.addWidget(made)
    made.resize(800, 420)
    made.set_network(snapshot_of())
    made.set_image(an_image())
    made.show()
    return made


def place_of(picture: NetworkPicture, layer: int, unit: int) -> QPoint:
    layout = picture._placed()
    assert layout is not None
    [middle] = layout.blocks[layer].middles(np.array([unit])) / layout.ratio
    return QPoint(*(int(each) for each in middle))


def test_a_press_on_a_tile_chooses_its_unit(picture, qtbot: QtBot) -> None:
    with qtbot.waitSignal(picture.chosen_changed) as chosen:
        qtbot.mouseClick(picture, Qt.MouseButton.LeftButton, pos=place_of(picture, 2, 7))
    assert chosen.args == [(2, 7)]
    assert "Layer 2, unit 7" in picture.words()


def test_a_press_on_a_line_tells_which(picture, qtbot: QtBot) -> None:
    scene = picture.scene
    strongest = scene.lines[2]
    layout = picture._placed()
    begin = layout.blocks[2].middles(strongest.sources[:1])[0]
    end = layout.blocks[3].middles(strongest.targets[:1])[0]
    middle = (0.45 * begin + 0.55 * end) / layout.ratio
    with qtbot.waitSignal(picture.line_chosen) as line:
        qtbot.mouseClick(
            picture, Qt.MouseButton.LeftButton, pos=QPoint(*(round(x) for x in middle))
        )
    layer, unit, source = line.args
    assert layer == 3
    assert source in range(12)
    assert unit in range(10)
    marked = picture.grab().toImage()
    picture.choose((1, 0))
    picture.choose(None)
    assert picture.grab().toImage() != marked


def test_pointing_at_a_unit_shows_its_own_lines(picture, qtbot: QtBot) -> None:
    before = picture.grab().toImage()
    qtbot.mouseMove(picture, place_of(picture, 1, 3))
    own = picture._own_lines()
    assert own is not None
    into, out_of = own
    active = int(np.count_nonzero(an_image()))
    assert len(into) == active
    assert set(into.targets.tolist()) == {3}
    assert set(out_of.sources.tolist()) <= {3}
    assert picture.grab().toImage() != before


def test_the_arrow_keys_reach_every_layer_and_unit(picture, qtbot: QtBot) -> None:
    keys = Qt.Key
    qtbot.keyClick(picture, keys.Key_Right)
    assert picture.chosen == (0, 0)
    for _ in range(3):
        qtbot.keyClick(picture, keys.Key_Right)
    assert picture.chosen == (3, 0)
    for _ in range(12):
        qtbot.keyClick(picture, keys.Key_Down)
    assert picture.chosen == (3, 9)
    with qtbot.waitSignal(picture.opened) as opened:
        qtbot.keyClick(picture, keys.Key_Return)
    assert opened.args == [3, 9]
    qtbot.keyClick(picture, keys.Key_Escape)
    assert picture.chosen is None


def test_the_whole_picture_is_text_too(picture, qtbot: QtBot) -> None:
    words = picture.words()
    assert "784 → 16 → 12 → 10" in words
    best = int(picture.flow.probabilities.argmax())
    assert f"It reads {best} with" in words
    qtbot.keyClick(picture, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == words
    qtbot.waitUntil(lambda: picture.accessibleDescription() == words)


def test_hidden_nothing_is_computed(look, qtbot: QtBot, monkeypatch) -> None:
    asked = []
    picture = NetworkPicture()
    qtbot.addWidget(picture)
    picture.set_network(snapshot_of())
    monkeypatch.setattr(picture._reader, "read", lambda image: asked.append(image))
    for seed in range(5):
        picture.set_image(an_image(seed))
    QGuiApplication.processEvents()
    assert asked == []


def test_a_network_that_is_broken_is_dark_and_says_nothing(look, qtbot: QtBot) -> None:
    good = snapshot_of()
    theta = good.theta.copy()
    theta[3] = np.nan
    picture = NetworkPicture()
    qtbot.addWidget(picture)
    picture.set_network(Snapshot(good.dimensions, good.activation, theta))
    picture.set_image(an_image())
    picture.show()
    picture.grab()
    assert picture.flow is None
    assert picture.words() == ""


def test_a_smaller_network_forgets_the_unit_it_does_not_have(picture) -> None:
    picture.choose((2, 11))
    picture.set_network(snapshot_of((784, 4, 10)))
    assert picture.chosen is None


def test_the_way_back_moves_unless_motion_is_unwanted(picture, look, qtbot: QtBot) -> None:
    way = walk(snapshot_of(), an_image(), np.array([3]))
    picture.show_walk(way, way.stop("Z1"))
    assert picture._motion.state() == picture._motion.State.Stopped
    look.reduced_motion = False
    picture.show_walk(way, way.stop("dW3"))
    assert picture._motion.state() == picture._motion.State.Running
    assert 120 <= picture._motion.duration() <= 200
    qtbot.waitUntil(lambda: picture._motion.state() == picture._motion.State.Stopped)
    picture.show_walk(None)
    assert picture.scene.names == ("X", "H1", "H2", "H3")


def canvas(picture: NetworkPicture, ratio: float, scene) -> QImage:
    """The scene at a scale of the screen, painted as the widget paints it."""
    from app.views.widgets.network_picture.layout import arrange

    layout = arrange((784, 16, 12, 10), (800, 420), ratio, least=3, words=60, above=22)
    image = QImage(int(800 * ratio), int(420 * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(theme.tokens().color("ground"))
    with QPainter(image) as painter:
        paint_scene(painter, scene, View(layout, "relu"))
    image.setDevicePixelRatio(1)
    return image, layout


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("stop", ["H3", "dZ3", "db2", "dX"])
def test_every_tile_has_the_colour_of_its_value(picture, ratio, stop) -> None:
    """Units that are 0 are as quiet as the ground's shade; blue is above 0, orange below."""
    way = walk(snapshot_of(), an_image(), np.array([3]))
    scene = walk_scene(way, way.stop(stop))
    image, layout = canvas(picture, ratio, scene)
    look = theme.tokens()
    for layer, block in enumerate(layout.blocks):
        values = scene.values[layer]
        if values is None or layer == 0:
            continue
        signed = scene.is_signed(layer, "relu")
        for unit, (x, y) in enumerate(block.middles(np.arange(block.units))):
            color = image.pixelColor(int(x), int(y))
            value = float(values[unit])
            strong = abs(value) > 0.5 * np.abs(values).max()
            if signed and strong:
                assert (color.blue() > color.red()) == (value > 0), (layer, unit)
            elif not signed and value == 0:
                assert color == look.color("ground_sunken"), (layer, unit)
            elif not signed and strong and layer < 3:
                light, dark = look.color("ground_sunken"), look.color("ink")
                assert abs(color.lightness() - dark.lightness()) < abs(
                    color.lightness() - light.lightness()
                ), (layer, unit)


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_the_strongest_line_is_seen_between_its_units(picture, ratio) -> None:
    way = walk(snapshot_of(), an_image(), np.array([3]))
    image, layout = canvas(picture, ratio, walk_scene(way, way.stop("dW3")))
    lines = walk_scene(way, way.stop("dW3")).lines[2]
    begin = layout.blocks[2].middles(lines.sources[:1])[0]
    end = layout.blocks[3].middles(lines.targets[:1])[0]
    share = (layout.blocks[3].left - 3 - begin[0]) / (end[0] - begin[0])
    x, y = begin + (end - begin) * share
    color = image.pixelColor(int(x), int(y))
    assert (color.blue() > color.red()) == (lines.values[0] > 0)


def test_on_the_way_back_a_units_lines_are_its_gradients(picture) -> None:
    way = walk(snapshot_of(), an_image(), np.array([3]))
    picture.show_walk(way, way.stop("db2"))
    picture.choose((2, 5))
    into, out_of = picture._own_lines()
    assert into.values == pytest.approx(way["dW2"][5][into.sources])
    assert out_of.values == pytest.approx(way["dW3"][:, 5][out_of.targets])
    picture.choose((1, 3))
    into, out_of = picture._own_lines()
    assert into.values == pytest.approx((way["W1"][3] * way["X"][:, 0])[into.sources])
    assert out_of.values == pytest.approx(way["dW2"][:, 3][out_of.targets])


def test_space_goes_along_the_lines_of_the_chosen_unit(picture, qtbot: QtBot) -> None:
    picture.choose((3, 4))
    into, _ = picture._own_lines()
    found = []
    picture.line_chosen.connect(lambda *line: found.append(line))
    for _ in range(2):
        qtbot.keyClick(picture, Qt.Key.Key_Space)
    assert found == [(3, 4, int(source)) for source in into.sources[:2]]


def test_another_network_in_the_middle_of_a_move_is_shown_at_once(picture, look) -> None:
    look.reduced_motion = False
    way = walk(snapshot_of(), an_image(), np.array([3]))
    picture.show_walk(way, way.stop("H2"))
    assert picture._motion.state() == picture._motion.State.Running
    picture.set_network(snapshot_of((784, 7, 10)))
    picture.grab()
    other = walk(snapshot_of((784, 5, 4, 10)), an_image(), np.array([3]))
    picture.set_network(snapshot_of((784, 5, 4, 10)))
    picture.show_walk(other, other.stop("H1"))
    assert picture._motion.state() == picture._motion.State.Stopped
