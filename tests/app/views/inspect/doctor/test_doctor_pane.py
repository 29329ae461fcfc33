import numpy as np
import pytest
from PySide6.QtCore import Qt

from app.background.training.history import History
from app.views.inspect.doctor.card import AFTERWARDS, WHILE_RUNNING
from app.views.inspect.doctor.pane import BEYOND_SENTENCE, NO_ALARM_SENTENCE, DoctorPane
from core.errors import DivergenceError
from core.inspection.doctor import Doctor
from core.inspection.evidence import GAP
from core.inspection.statistics import inspect
from core.network.recipe import Recipe
from core.network.snapshots import StepSnapshot
from core.recipe_changes import RecipeChange

RECIPE = Recipe(hidden=(6,), learning_rate=0.5)


def a_look(step, *, dead=0.1, update=1e-3):
    """A step whose hidden layer has this share of dead units, and whose weights change so much."""
    size = 785 * 6 + 7 * 10
    theta = np.ones(size, np.float32)
    return inspect(
        StepSnapshot(
            step, 1, 2.3, 0.5, (784, 6, 10), "relu", theta, theta / 100, update * theta, (dead,), 64
        )
    )


@pytest.fixture
def doctor():
    return Doctor(RECIPE)


@pytest.fixture
def pane(qtbot, look):
    made = DoctorPane()
    qtbot.addWidget(made)
    made.resize(912, 470)
    made.show()
    return made


@pytest.fixture
def see(doctor, pane):
    def see(*steps, running=True, **values):
        for step in steps:
            doctor.see(a_look(GAP * step, **values))
        pane.set_run(RECIPE, running)
        pane.show_measurements(doctor.readings)
        pane.show_alarms(doctor.alarms)

    return see


def shown(pane):
    return [kind for kind, card in pane.cards.items() if card.isVisible()]


def test_before_any_run_the_pane_says_what_will_be_here(pane):
    assert pane._pages.currentIndex() == 0
    assert not shown(pane)


def test_a_healthy_run_shows_what_is_watched(pane, see):
    see(1, 2, 3)
    assert pane.headline.text() == "No alarm"
    assert pane.all_well.isVisible()
    row = next(each for each in pane.measurements.rows if each.title.text() == "Update to weight")
    assert row.figure.text() == "0.001"
    assert "0.1" in row.limit.text()
    assert "healthy" in row.accessibleName()


def test_a_figure_beyond_its_limit_is_not_called_healthy(pane, see):
    see(1, dead=1.0)
    row = next(each for each in pane.measurements.rows if each.title.text() == "Dead units")
    assert not shown(pane)
    assert "beyond its limit" in row.accessibleName()
    assert not row.mark.pixmap().isNull()
    assert pane.all_well.text() == BEYOND_SENTENCE
    see(2, 3, 4, dead=0.0)
    assert pane.all_well.text() == NO_ALARM_SENTENCE


def test_the_button_asks_for_the_experiment(pane, see, qtbot, doctor):
    see(1, 2, dead=1.0)
    card = pane.cards["dead"]
    assert (card.figure.text(), card.since.text()) == ("100\u202f% of layer 1", "since step 20")
    assert card.attempt.text() == "Try learning rate 0.05"
    with qtbot.waitSignal(pane.experiment_wanted) as asked:
        qtbot.mouseClick(card.attempt, Qt.MouseButton.LeftButton)
    assert asked.args == [doctor.alarms[0].experiment]
    assert asked.args[0].recipe(RECIPE).learning_rate == 0.05


def test_a_card_is_updated_in_place_and_keeps_the_focus(pane, see, qtbot):
    see(1, 2, dead=0.9)
    card = pane.cards["dead"]
    card.attempt.setFocus()
    place, before = card.geometry(), card.figure.text()
    see(3, 4, 5, 6, dead=1.0)
    assert pane.cards["dead"] is card
    assert card.figure.text() != before
    assert card.geometry() == place
    assert pane.focusWidget() is card.attempt
    with qtbot.waitSignal(pane.experiment_wanted):
        qtbot.keyClick(pane.focusWidget(), Qt.Key.Key_Space)


def test_alarms_stand_most_severe_first_whichever_came_first(pane, see, doctor):
    see(1, 2, 3, 4, update=0.5)
    assert shown(pane) == ["rate too high"]
    see(5, 6, 7, 8, 9, dead=1.0, update=0.5)
    doctor.see_end(DivergenceError(91, float("nan")))
    see(running=False)
    pane.layout().activate()
    order = sorted(shown(pane), key=lambda kind: pane._column.indexOf(pane.cards[kind]))
    assert order == ["not finite", "dead", "rate too high"]
    assert pane.headline.text() == "3 alarms"
    assert pane.cards["not finite"].since.text() == "at step 91"


def test_a_withdrawn_alarm_leaves_no_card(pane, see):
    see(1, 2, dead=1.0)
    see(3, 4, 5, 6, 7, dead=0.0)
    assert not shown(pane)
    assert pane.headline.text() == "No alarm"


@pytest.mark.parametrize(("running", "words"), [(True, WHILE_RUNNING), (False, AFTERWARDS)])
def test_a_card_says_what_becomes_of_the_run(pane, see, running, words):
    see(1, 2, dead=1.0, running=running)
    card = pane.cards["dead"]
    assert card.consequence.text() == card.attempt.accessibleDescription() == words
    assert ("Ends this run" in words) == running


def test_clear_forgets_the_run(pane, see):
    see(1, 2, dead=1.0)
    pane.clear()
    assert pane._pages.currentIndex() == 0
    assert not shown(pane)


def test_nothing_of_a_reading_is_cut_off(pane, see):
    see(1, 2, dead=1.0)
    for row in pane.measurements.rows:
        for label in (row.title, row.figure, row.limit):
            assert label.sizeHint().width() <= label.width(), label.text()


def test_both_themes_colour_the_marks(pane, see, look):
    see(1, 2, dead=1.0)
    mark = pane.cards["dead"].mark
    light = mark.pixmap().toImage()
    look.choose("dark")
    assert mark.pixmap().toImage() != light


def test_the_pane_fits_a_small_screen(pane, see):
    see(1, 2, dead=1.0)
    assert pane.minimumSizeHint().width() <= 912
    assert pane.minimumSizeHint().height() <= 470


def test_the_run_is_named_by_its_recipe_as_it_is_now(pane, see):
    see(1)
    history = History()
    pane.show_curve(history, 100)
    rate = f"learning rate {RECIPE.learning_rate:g}"
    assert rate in pane.run.text()
    history.changes = (RecipeChange(1, "learning_rate", RECIPE.learning_rate, 0.517),)
    pane.show_curve(history, 100)
    assert "learning rate 0.517" in pane.run.text()
    pane.clear()
    see(2)
    pane.show_curve(History(), 100)
    assert rate in pane.run.text()
