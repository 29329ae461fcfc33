"""Reading: pages, their links and their buttons, in both themes."""

import itertools

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QFontMetrics, QImage, QTextCursor, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QPushButton,
    QSlider,
    QStyleOptionViewItem,
)

from app.look import theme
from app.views.learn.figures.figure import Figure
from app.views.learn.read.page_text import PageText
from app.views.learn.read.page_view import PagePlace, PageView
from app.views.learn.read.pane import ReadPane
from core.lessons.pages import pages


@pytest.fixture
def pane(look, qtbot):
    made = ReadPane()
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    qtbot.waitExposed(made)
    return made


def texts(view: PageView) -> list[PageText]:
    return view.sheet.texts


def at(view: PageView, words: str) -> QTextCursor:
    for text in texts(view):
        cursor = text.document().find(words)
        if not cursor.isNull():
            return cursor
    raise AssertionError(words)


def test_the_first_page_is_open_and_the_list_leads_to_the_others(pane, qtbot):
    assert pane.view.page.id == "network"
    qtbot.keyClick(pane.contents, Qt.Key.Key_Down)
    assert pane.view.page.id == "forward"
    pane.show_page("chain")
    assert pane.contents.currentItem().text().endswith("The whole chain")
    pane.show_page("nowhere")
    assert pane.view.page.id == "chain"


@pytest.mark.parametrize("percent", [100, 150, 200])
@pytest.mark.parametrize("width", [560, 800, 1160])
def test_every_title_in_the_list_is_whole(pane, look, qtbot, percent, width):
    look.choose_size(percent)
    pane.resize(width, 600)
    contents, heights = pane.contents, set()
    qtbot.waitUntil(lambda: contents.width() < 0.6 * width)
    for row in range(contents.count()):
        index = contents.model().index(row, 0)
        option = QStyleOptionViewItem()
        contents.initViewItemOption(option)
        option.font, option.rect = contents.font(), contents.visualRect(index)
        contents.itemDelegate().initStyleOption(option, index)
        room = contents.itemDelegate().title_room(option)
        title = list(pages().values())[row].title
        needed = QFontMetrics(option.font).boundingRect(
            QRect(0, 0, room.width(), 0), Qt.TextFlag.TextWordWrap, title
        )
        assert needed.height() <= room.height()
        assert needed.width() <= room.width()
        heights.add(option.rect.height())
    if percent <= 150 and width == 1160:
        assert len(heights) == 1  # a line each
    look.choose_size(100)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_further_lines_of_a_title_begin_under_its_first(pane, look, qtbot, scheme):
    look.choose(scheme)
    look.choose_size(150)
    pane.resize(780, 900)
    contents = pane.contents
    qtbot.waitUntil(lambda: contents.width() < 780 / 2)
    contents.setCurrentRow(8)  # none of those below is lit
    rows = [contents.visualItemRect(contents.item(row)) for row in range(3)]
    image = contents.viewport().grab().toImage()
    line = QFontMetrics(contents.font()).lineSpacing()
    look.choose_size(100)
    assert rows[1].height() > 2 * line
    first, second = inked(image, rows[1]), rows[1].adjusted(0, rows[1].height() // 2 + 4, 0, 0)
    assert first.left() == inked(image, rows[2]).left()  # the numbers
    assert first.left() + line < inked(image, second).left() < first.left() + 2 * line


def inked(image: QImage, area: QRect) -> QRect:
    """The smallest rectangle of `area` outside of which all is as the corner of it."""
    ground, found = image.pixel(area.topLeft()), QRect()
    for x, y in itertools.product(
        range(area.left(), area.right() + 1), range(area.top(), area.bottom() + 1)
    ):
        if image.pixel(x, y) != ground:
            found |= QRect(x, y, 1, 1)
    return found


@pytest.mark.parametrize("page_id", list(pages()))
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_wears_the_theme(pane, look, page_id, scheme):
    look.choose(scheme)
    pane.show_page(page_id)
    view = pane.view
    title = at(view, view.page.title)
    assert title.charFormat().font().pixelSize() == theme.tokens().type_heading
    for text in texts(view):
        for words in ("```", "|---", "[See", "<!--", "figure:"):
            assert text.document().find(words).isNull()
        assert text.document().idealWidth() <= text.viewport().width()


@pytest.mark.parametrize("page_id", list(pages()))
@pytest.mark.parametrize("size", [(1192, 640), (700, 500), (330, 400)])
def test_a_page_is_shown_whole_at_any_width_and_in_large_text(pane, look, qtbot, page_id, size):
    """No piece of it scrolls by itself, and nothing is cut off at the right."""
    pane.view.setParent(None)
    pane.view.resize(*size)
    pane.view.show_page(page_id)
    pane.view.show()
    view = pane.view
    sheet = view.sheet

    def is_whole():
        pieces = all(
            text.verticalScrollBar().maximum() == 0
            and text.height() >= text.document().size().height()
            and text.document().size().width() <= text.viewport().width() + 1
            for text in sheet.texts
        )
        return pieces and all(is_uncut(each, view) for each in sheet.figures)

    qtbot.waitUntil(is_whole, timeout=3000)
    if size[0] > 600:
        look.choose_size(200)
        qtbot.waitUntil(is_whole, timeout=3000)
        look.choose_size(100)
    view.deleteLater()


def is_uncut(figure: Figure, view: PageView) -> bool:
    """Whether a figure has the width that its parts need, within what is seen."""
    right = figure.mapTo(view.viewport(), QPoint(figure.width(), 0)).x()
    return figure.width() >= figure.minimumSizeHint().width() and right <= view.viewport().width()


def test_code_is_written_in_a_font_for_code_on_its_own_ground(pane):
    pane.show_page("layer")
    code = at(pane.view, "dH_prev = Wᵀ·dZ")
    assert code.charFormat().font().family() == theme.mono().family()
    assert code.currentFrame().frameFormat().background().color().name() == (
        theme.tokens().ground_sunken
    )
    assert at(pane.view, "Each gradient has the shape").currentFrame().parentFrame() is None


def test_a_button_for_each_view_that_shows_it(pane, qtbot):
    for page in pages().values():
        pane.show_page(page.id)
        for sight in page.view_links:
            button = pane.view.sheet.findChild(QPushButton, sight.link)
            assert button.text() == sight.words
            with qtbot.waitSignal(pane.place_wanted) as told:
                button.click()
            assert told.args == [sight.link]


def test_links_in_the_text_lead_to_pages_and_places(pane, qtbot):
    texts(pane.view)[0].anchorClicked.emit(QUrl("loss.md"))
    assert pane.view.page.id == "loss"
    texts(pane.view)[0].anchorClicked.emit(QUrl("https://example.org/loss.md"))
    assert pane.view.page.id == "loss"
    with qtbot.waitSignal(pane.place_wanted) as told:
        texts(pane.view)[0].anchorClicked.emit(QUrl("digit-lab:draw"))
    assert told.args == ["digit-lab:draw"]


def scrolled_to(view: PageView, share: float) -> int:
    bar = view.verticalScrollBar()
    bar.setValue(round(share * bar.maximum()))
    return bar.value()


def test_a_page_begins_at_its_first_line(pane, qtbot):
    bar = pane.view.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    scrolled_to(pane.view, 1)
    pane.show_page("layer")
    assert bar.value() == 0


def test_a_place_is_found_again_after_another_page(pane, qtbot):
    bar = pane.view.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    value = scrolled_to(pane.view, 0.6)
    assert value > 0
    place = pane.view.place
    assert place.page == "network"
    pane.show_page("chain")
    assert pane.view.place == PagePlace("chain", 0.0)
    pane.view.go_to(place)
    qtbot.waitUntil(lambda: abs(bar.value() - value) <= 2)
    assert pane.view.page.id == "network"


def test_the_reader_stays_at_his_line_when_the_window_changes(pane, qtbot):
    bar = pane.view.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    scrolled_to(pane.view, 0.5)
    most = bar.maximum()
    pane.resize(700, 500)
    qtbot.waitUntil(lambda: bar.maximum() != most)
    assert bar.value() == pytest.approx(0.5 * bar.maximum(), abs=2)


def test_the_next_page_and_the_one_before_stand_at_the_end_by_their_titles(pane, qtbot):
    order = list(pages())
    for page_id, next_id in itertools.pairwise(order):
        turns = pane.view.sheet.turns
        assert pane.view.page.id == page_id
        assert ("previous" in turns) == (page_id != order[0])
        assert turns["next"].text() == f"Next page: {pages()[next_id].title}"
        turns["next"].click()
    assert "next" not in pane.view.sheet.turns
    for page_id in reversed(order[:-1]):
        button = pane.view.sheet.turns["previous"]
        assert button.accessibleName() == f"Previous page: {pages()[page_id].title}"
        button.click()
        assert pane.view.page.id == page_id


def test_keys_turn_the_pages_and_scroll(pane, qtbot):
    pane.activateWindow()
    qtbot.waitActive(pane)
    pane.view.setFocus()
    alt = Qt.KeyboardModifier.AltModifier
    qtbot.keyClick(pane.view, Qt.Key.Key_Right, alt)
    qtbot.waitUntil(lambda: pane.view.page.id == "forward")
    qtbot.keyClick(pane.view, Qt.Key.Key_Left, alt)
    qtbot.waitUntil(lambda: pane.view.page.id == "network")
    bar = pane.view.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    (first, *_) = texts(pane.view)
    for key, expected in (
        (Qt.Key.Key_End, bar.maximum()),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_Down, bar.singleStep()),
        (Qt.Key.Key_PageDown, bar.singleStep() + bar.pageStep()),
    ):
        qtbot.keyClick(first, key)
        assert bar.value() == min(expected, bar.maximum())


def test_the_wheel_scrolls_the_page_over_text_and_figures(pane, qtbot):
    """And moves no slider that happens to lie beneath the pointer."""
    bar = pane.view.verticalScrollBar()
    for page_id in ("network", "forward"):
        pane.show_page(page_id)
        qtbot.waitUntil(lambda: bar.maximum() > 0)
        sheet = pane.view.sheet
        fields = [*sheet.findChildren(QSlider), *sheet.findChildren(QAbstractSpinBox)]
        assert fields
        for widget in (*sheet.texts, *fields):
            before = widget.text() if isinstance(widget, QAbstractSpinBox) else None
            value = widget.value() if isinstance(widget, QSlider) else None
            event = QWheelEvent(
                QPointF(5, 5),
                QPointF(widget.mapToGlobal(QPoint(5, 5))),
                QPoint(),
                QPoint(0, -120),
                Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            )
            widget.wheelEvent(event)
            assert not event.isAccepted()
            assert value is None or widget.value() == value
            assert before is None or widget.text() == before


def test_pages_read_to_their_ends_are_marked(pane, qtbot):
    bar = pane.view.verticalScrollBar()
    told = []
    pane.page_read.connect(told.append)
    pane.show_page("loss")
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    assert told == []
    scrolled_to(pane.view, 1)
    assert told == ["loss"]
    pane.show_page("network")
    qtbot.waitUntil(lambda: bar.value() == 0)
    scrolled_to(pane.view, 1)
    assert told[-1] == "network loss"
    words = Qt.ItemDataRole.AccessibleDescriptionRole
    rows = {item: pane.contents.item(row).data(words) for row, item in enumerate(pages())}
    assert "read" in rows["loss"]
    assert rows["chain"] == pages()["chain"].about


def test_a_page_that_was_only_opened_is_not_read(pane, qtbot):
    told = []
    pane.page_read.connect(told.append)
    for page_id in reversed(pages()):
        pane.show_page(page_id)
        qtbot.wait(20)
    pane.hide()
    pane.show()
    qtbot.wait(20)
    assert told == []


def test_a_page_that_is_seen_whole_is_read(pane, qtbot):
    with qtbot.waitSignal(pane.page_read) as told:
        pane.resize(1200, 4000)
    assert told.args == ["network"]


def test_marks_of_another_time_are_shown(look, qtbot):
    pane = ReadPane()
    qtbot.addWidget(pane)
    pane.set_read("chain nowhere")
    words = Qt.ItemDataRole.AccessibleDescriptionRole
    marked = [
        page for row, page in enumerate(pages()) if "end" in pane.contents.item(row).data(words)
    ]
    assert "chain" in marked
    assert "network" not in marked
