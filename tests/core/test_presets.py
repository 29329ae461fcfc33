import pytest

from core.files.recipe_file import from_toml, to_toml
from core.network.recipe import Recipe
from core.presets import DEFAULT, PRESETS
from core.recipe_form import FIELDS


def test_the_default_and_the_course():
    assert PRESETS[DEFAULT] == Recipe(augmentation="elastic")
    assert PRESETS["No distortion"] == Recipe()
    course = PRESETS["The course’s network"]
    assert course.dimensions(10) == (784, 45, 10)
    assert (course.optimizer, course.schedule) == ("sgd", "constant")
    assert (course.learning_rate, course.batch_size) == (0.0075, 0)


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_can_be_typed_and_written_to_a_file(name):
    recipe = PRESETS[name]
    assert from_toml(to_toml(recipe)) == recipe
    for field in FIELDS:
        value = getattr(recipe, field.name)
        assert field.parse(field.text(value)) == value
