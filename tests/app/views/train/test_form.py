from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from app.look import theme
from app.views.train.recipe_panel import OWN, RecipePanel
from core.network.recipe import CHANGEABLE, Recipe
from core.presets import DEFAULT, PRESETS
from core.recipe_form import FIELDS


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
        assert field.help in control.toolTip()
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
    assert panel.presets.currentText() == DEFAULT
    typed(qtbot, panel, "hidden", "30")
    assert panel.presets.currentText() == OWN
    assert panel.recipe() == replace(PRESETS[DEFAULT], hidden=(30,), seed=7)


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
    assert panel.recipe() == replace(PRESETS[DEFAULT], hidden=(12,))


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


def shown(panel):
    """The fields whose controls are there, and what is to be read in the others' place."""
    editors = panel.form.editors
    words = {name: editor.frame.words for name, editor in editors.items() if editor.frame.words}
    controls = {name for name, editor in editors.items() if editor.control.isVisible()}
    assert controls | words.keys() == editors.keys()
    assert not controls & words.keys()
    return controls, words


def test_what_makes_another_network_can_be_read_during_a_run_and_the_rest_be_changed(panel):
    panel.set_recipe(Recipe(hidden=(), patience=0))
    panel.set_recipe(Recipe(initialization="xavier", optimizer="nesterov", schedule="step"))
    heights = [editor.height() for editor in panel.form.editors.values()]
    panel.set_running(True)
    controls, words = shown(panel)
    assert controls == set(CHANGEABLE)
    assert words == {
        "hidden": "128, 64",
        "activation": "ReLU",
        "initialization": "Xavier (for tanh)",
        "optimizer": "Nesterov",
        "schedule": "Halved each tenth",
        "epochs": "10",
        "hardest": "1",
        "patience": "off",
        "seed": "0",
    }
    assert not panel.presets.isVisible()
    assert [editor.height() for editor in panel.form.editors.values()] == heights
    panel.set_running(False)
    assert shown(panel) == (panel.form.editors.keys(), {})
    assert panel.presets.isVisible()


@pytest.mark.parametrize(
    ("changes", "idle"),
    [
        ({"optimizer": "sgd"}, {"momentum": "Not used by Gradient descent"}),
        ({"optimizer": "adam"}, {"momentum": "Not used by Adam"}),
        ({"optimizer": "nesterov"}, {}),
        ({"hidden": ()}, dict.fromkeys(("activation", "dropout"), "Only with hidden layers")),
    ],
)
def test_a_field_without_effect_says_so_and_keeps_its_value(panel, changes, idle):
    recipe = Recipe(momentum=0.7, dropout=0.2, **changes)
    panel.set_recipe(recipe)
    assert shown(panel)[1] == idle
    assert panel.recipe() == recipe
    panel.set_running(True)
    assert idle.items() <= shown(panel)[1].items()
    panel.set_running(False)
    panel.set_recipe(Recipe(momentum=0.7))
    assert shown(panel)[1] == {}


def test_a_wrong_value_stays_in_sight_without_effect_too(panel, qtbot):
    typed(qtbot, panel, "momentum", "7")
    panel.form.editors["optimizer"].control.setCurrentIndex(3)
    panel.form.editors["optimizer"].control.activated.emit(3)
    assert panel.form.editors["optimizer"].value() == "adam"
    assert panel.form.editors["momentum"].control.isVisible()
    typed(qtbot, panel, "momentum", "0.5")
    assert not panel.form.editors["momentum"].control.isVisible()


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("learning_rate", "0.25", 0.25),
        ("momentum", "0.5", 0.5),
        ("batch_size", "all", 0),
        ("l2", "0.01", 0.01),
        ("dropout", "0,3", 0.3),
    ],
)
def test_a_value_counts_when_it_is_entered_not_while_it_is_typed(panel, qtbot, name, text, value):
    chosen = []
    panel.field_chosen.connect(lambda *pair: chosen.append(pair))
    panel.set_running(True)
    control = typed(qtbot, panel, name, text)
    assert chosen == []
    line = control.lineEdit() if hasattr(control, "lineEdit") else control
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert chosen == [(name, value)]
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert chosen == [(name, value)]


def test_a_distortion_counts_when_it_is_chosen(panel):
    chosen = []
    panel.field_chosen.connect(lambda *pair: chosen.append(pair))
    control = panel.form.editors["augmentation"].control
    control.setCurrentIndex(1)
    control.activated.emit(1)
    assert chosen == [("augmentation", "affine")]


@pytest.mark.parametrize(
    ("name", "text"),
    [("learning_rate", "0"), ("momentum", "1"), ("batch_size", "-3"), ("l2", "x"), ("dropout", "")],
)
def test_a_wrong_value_during_a_run_is_a_sentence_and_does_not_count(panel, qtbot, name, text):
    chosen = []
    panel.field_chosen.connect(lambda *pair: chosen.append(pair))
    panel.set_running(True)
    control = typed(qtbot, panel, name, text or "1")
    line = control.lineEdit() if hasattr(control, "lineEdit") else control
    if not text:
        line.selectAll()
        qtbot.keyClick(line, Qt.Key.Key_Delete)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    panel.presets.window().setFocus()
    assert chosen == []
    assert panel.form.callout.isVisible()
    assert panel.form.callout.text == panel.form.editors[name].reason != ""


def contrast(one, other):
    """Of two colours, as the Web Content Accessibility Guidelines 2.1 reckon it."""

    def luminance(colour):
        shares = [channel / 255 for channel in colour]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_cannot_be_changed_reads_at_4_5_to_1(look, panel, scheme):
    look.choose(scheme)
    panel.set_recipe(Recipe(optimizer="adam"))
    panel.set_running(True)
    words = [editor for editor in panel.form.editors.values() if editor.frame.words]
    words += [panel.presets.parentWidget(), panel.sources.parentWidget()]
    assert len(words) == 12
    for each in words:
        pixels = each.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        colours = {
            pixels.pixelColor(x, y).getRgb()[:3]
            for x in range(pixels.width())
            for y in range(pixels.height())
        }
        ground = theme.tokens().color("ground").getRgb()[:3]
        assert max(contrast(colour, ground) for colour in colours) >= 4.5, each.objectName()


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
