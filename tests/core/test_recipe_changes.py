import pytest

from core.errors import RecipeError
from core.network.recipe import CHANGEABLE, Recipe
from core.recipe_changes import RecipeChange, changed, changes_between, changes_text


def test_changes_are_found_told_and_made_again():
    before = Recipe()
    after = Recipe(learning_rate=0.03, batch_size=0, augmentation="pen", l2=0)
    changes = changes_between(1200, before, after)
    assert [each.text for each in changes] == [
        "Learning rate 0.1 → 0.03",
        "Batch size 64 → all",
        "L2 penalty 0.0003 → 0",
        "Distortion None → Thicker, thinner pen",
    ]
    assert {each.step for each in changes} == {1200}
    assert changed(before, changes) == after
    assert changes_text(changes[:2]) == (
        "step 1,200: Learning rate 0.1 → 0.03\nstep 1,200: Batch size 64 → all"
    )


def test_later_changes_count():
    first = RecipeChange(1, "momentum", 0.9, 0.5)
    second = RecipeChange(7, "momentum", 0.5, 0.8)
    assert changed(Recipe(), [first, second]) == Recipe(momentum=0.8)
    assert changed(Recipe(), []) == Recipe()


def test_what_cannot_change_is_no_difference():
    assert changes_between(1, Recipe(), Recipe(hidden=(3,), epochs=1, seed=4)) == ()


@pytest.mark.parametrize(
    ("field", "before", "after"),
    [
        ("hidden", (128,), (64,)),
        ("colour", 1, 2),
        ("dropout", 0.1, 0.95),
        ("dropout", None, 0.1),
        ("augmentation", [], "none"),
    ],
)
def test_one_that_cannot_be_is_refused(field, before, after):
    with pytest.raises(RecipeError):
        RecipeChange(1, field, before, after)


@pytest.mark.parametrize("step", [0, -1, 1.5, "2", None])
def test_one_without_a_step_is_refused(step):
    with pytest.raises(RecipeError):
        RecipeChange(step, "dropout", 0.1, 0.2)


def test_fields_of_a_recipe_may_change():
    assert set(CHANGEABLE) <= Recipe.__dataclass_fields__.keys()
