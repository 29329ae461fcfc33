"""Reading: pages, their links and their buttons, in both themes."""

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPushButton

from app.look import theme
from app.views.learn.read.pane import PageView, ReadPane
from core.lessons.pages import pages


@pytest.fixture
def pane(look, qtbot):
    made = ReadPane()
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    qtbot.waitExposed(made)
    return made


def at(view: PageView, words: str) -> QTextCursor:
    cursor = view.text.document().find(words)
    assert not cursor.isNull(), words
    return cursor


def test_the_first_page_is_open_and_the_list_leads_to_the_others(pane, qtbot):
    assert pane.view.page.id == "network"
    qtbot.keyClick(pane.contents, Qt.Key.Key_Down)
    assert pane.view.page.id == "forward"
    pane.show_page("chain")
    assert pane.contents.currentItem().text().endswith("The whole chain")
    pane.show_page("nowhere")
    assert pane.view.page.id == "chain"


@pytest.mark.parametrize("page_id", list(pages()))
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_wears_the_theme(pane, look, page_id, scheme):
    look.choose(scheme)
    pane.show_page(page_id)
    view = pane.view
    title = at(view, view.page.title)
    assert title.charFormat().font().pixelSize() == theme.tokens().type_heading
    for words in ("```", "|---", "[See"):
        assert view.text.document().find(words).isNull()
    assert view.text.document().idealWidth() <= view.text.viewport().width()


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
            button = pane.view.findChild(QPushButton, sight.link)
            assert button.text() == sight.words
            with qtbot.waitSignal(pane.place_wanted) as told:
                button.click()
            assert told.args == [sight.link]


def test_links_in_the_text_lead_to_pages_and_places(pane, qtbot):
    pane.view.text.anchorClicked.emit(QUrl("loss.md"))
    assert pane.view.page.id == "loss"
    pane.view.text.anchorClicked.emit(QUrl("https://example.org/loss.md"))
    assert pane.view.page.id == "loss"
    with qtbot.waitSignal(pane.place_wanted) as told:
        pane.view.text.anchorClicked.emit(QUrl("digit-lab:draw"))
    assert told.args == ["digit-lab:draw"]


def test_a_page_begins_at_its_first_line(pane, qtbot):
    bar = pane.view.text.verticalScrollBar()
    bar.setValue(bar.maximum())
    pane.show_page("layer")
    assert bar.value() == 0
