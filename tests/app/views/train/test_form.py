import pytest
from PySide6.QtCore import Qt

from app.views.train.recipe_panel import OWN, RecipePanel
from core.network.recipe import Recipe
from core.recipe_form import FIELDS, PRESETS


@pytest.fixture
def panel(qtbot):
    made = RecipePanel({"mnist": "MNIST", "starter": "Starter digits"})
    qtbot.addWidget(made)
    made.resize(312, 900)
    made.show()
    return made


def typed(qtbot, panel, name, text):
    control = panel.form.editors[name].control
    control.setFocus()
    line = control if hasattr(control, "selectAll") else control.lineEdit()
    line.selectAll()
    qtbot.keyClicks(line, text)
    return control


def test_every_field_has_an_editor_with_a_name_and_help(panel):
    assert list(panel.form.editors) != []
    assert set(panel.form.editors) == {field.name for field in FIELDS}
    for field in FIELDS:
        control = panel.form.editors[field.name].control
        assert control.toolTip() == field.help
        assert control.accessibleName() == field.label


@pytest.mark.parametrize("recipe", PRESETS.values(), ids=PRESETS)
def test_a_recipe_goes_in_and_comes_out(panel, recipe):
    panel.set_recipe(recipe)
    assert panel.recipe() == recipe


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_fills_the_form(panel, qtbot, name):
    panel.presets.setCurrentText(name)
    panel.presets.textActivated.emit(name)
    assert panel.recipe() == PRESETS[name]
    assert panel.presets.currentText() == name


def test_a_change_makes_the_preset_ones_own_but_a_seed_does_not(panel, qtbot):
    typed(qtbot, panel, "seed", "7")
    assert panel.presets.currentText() == "Quick and good"
    typed(qtbot, panel, "hidden", "30")
    assert panel.presets.currentText() == OWN
    assert panel.recipe() == Recipe(hidden=(30,), seed=7)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("hidden", "128,,64"),
        ("hidden", "1000000000"),
        ("learning_rate", "-0.1"),
        ("learning_rate", "fast"),
        ("epochs", "0"),
        ("dropout", "1.5"),
        ("batch_size", "1.5"),
        ("seed", "-1"),
    ],
)
def test_a_bad_value_says_why_under_its_field(panel, qtbot, name, text):
    height = panel.form.widget().height()
    control = typed(qtbot, panel, name, text)
    callout = panel.form.callout
    assert panel.recipe() is None
    assert callout.isVisible()
    assert callout.text == panel.form.editors[name].reason != ""
    assert control.property("invalid") is True
    below = control.mapTo(panel.form.widget(), control.rect().bottomLeft()).y()
    assert 0 < callout.y() - below < 10 or callout.geometry().bottom() < below
    assert panel.form.widget().height() == height, "the layout moved"
    assert panel.form.editors[name].field.label in panel.summary.text()


def test_a_mended_value_takes_the_reason_away(panel, qtbot):
    typed(qtbot, panel, "hidden", "128,,64")
    control = typed(qtbot, panel, "hidden", "12")
    assert not panel.form.callout.isVisible()
    assert control.property("invalid") is False
    assert panel.recipe() == Recipe(hidden=(12,))


def test_fields_do_not_grow_when_they_get_focus(panel, qtbot):
    control = panel.form.editors["epochs"].control
    panel.form.editors["seed"].control.setFocus()
    before = control.geometry()
    control.setFocus()
    qtbot.wait(10)
    assert control.geometry() == before


def test_the_summary_counts_layers_and_parameters(panel):
    panel.set_recipe(Recipe(hidden=(128, 64)))
    assert panel.summary.text() == "784 → 128 → 64 → 10 · 109,386 parameters"


def test_only_the_learning_rate_is_open_during_a_run(panel):
    panel.set_running(True)
    enabled = {n for n, editor in panel.form.editors.items() if editor.control.isEnabled()}
    assert enabled == {"learning_rate"}
    assert not panel.presets.isEnabled()
    panel.set_running(False)
    assert all(editor.control.isEnabled() for editor in panel.form.editors.values())


def test_a_learning_rate_counts_when_it_is_entered_not_while_it_is_typed(panel, qtbot):
    rates = []
    panel.learning_rate_chosen.connect(rates.append)
    control = typed(qtbot, panel, "learning_rate", "0.25")
    assert rates == []
    qtbot.keyClick(control.lineEdit(), Qt.Key.Key_Return)
    assert rates == [0.25]


def test_a_recipe_is_saved_and_opened(panel, tmp_path):
    recipe = Recipe(hidden=(20, 20, 20), optimizer="adam", batch_size=0, patience=3)
    panel.set_recipe(recipe)
    panel.save_recipe(tmp_path / "mine.toml")
    panel.set_recipe(Recipe())
    panel.open_recipe(tmp_path / "mine.toml")
    assert panel.recipe() == recipe


@pytest.mark.parametrize(
    "content", [b"hidden = [0]", b"\xff\xfe", b"what?", b"colour = 3", b"x" * 200_000]
)
def test_a_bad_recipe_file_is_a_sentence_and_changes_nothing(panel, qtbot, tmp_path, content):
    (tmp_path / "bad.toml").write_bytes(content)
    before = panel.recipe()
    with qtbot.waitSignal(panel.failed) as caught:
        panel.open_recipe(tmp_path / "bad.toml")
    assert "bad.toml" in caught.args[0]
    assert panel.recipe() == before


def test_a_recipe_that_cannot_be_written_is_a_sentence(panel, qtbot, tmp_path):
    with qtbot.waitSignal(panel.failed) as caught:
        panel.save_recipe(tmp_path / "no such folder" / "mine.toml")
    assert "could not be written" in caught.args[0]
