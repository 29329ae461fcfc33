import dataclasses
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data.augmentation import KINDS
from core.data.dataset import PIXELS
from core.errors import DigitLabError, RecipeError
from core.files.recipe_file import from_toml, to_toml
from core.network.activations import ACTIVATIONS
from core.network.optimizers import OPTIMIZERS
from core.network.parameters import INITIALIZATIONS, count
from core.network.recipe import CHOICES, INPUTS, Recipe
from core.network.schedules import SCHEDULES
from core.recipe_form import FIELD, FIELDS, Choice, Layers, Number

HIDDEN_HINT = "Write whole numbers with commas between them, such as “128, 64”."


def values_of(field):
    """A strategy for the values that a field allows."""
    kind = field.kind
    if isinstance(kind, Choice):
        return st.sampled_from(sorted(kind.options))
    if isinstance(kind, Layers):
        return st.lists(st.integers(1, 600), max_size=12).map(tuple)
    limits = kind.range
    if limits.whole:
        plain = st.integers(int(limits.low), int(limits.high))
    else:
        plain = st.floats(limits.low, limits.high, exclude_min=limits.above)
    return st.one_of(plain, st.just(0)) if limits.zero else plain


recipes = st.builds(Recipe, **{field.name: values_of(field) for field in FIELDS})


def refusal(act):
    """The RecipeError that act raises, or None; anything else comes through."""
    try:
        act()
    except RecipeError as error:
        return error
    return None


@given(recipes)
def test_a_recipe_survives_toml(recipe):
    assert from_toml(to_toml(recipe)) == recipe


@given(recipes)
def test_a_recipe_survives_being_typed(recipe):
    typed = {field.name: field.text(getattr(recipe, field.name)) for field in FIELDS}
    assert Recipe(**{name: FIELD[name].parse(text) for name, text in typed.items()}) == recipe


@given(st.text())
def test_whatever_is_typed_is_a_value_or_a_sentence(text):
    for field in FIELDS:
        error = refusal(lambda field=field: field.check(field.parse(text)))
        assert error is None or (error.field == field.name and str(error).endswith("."))


@given(
    st.sampled_from(FIELDS),
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(),
        st.lists(st.integers()),
        st.lists(st.integers()).map(tuple),
        st.dictionaries(st.text(), st.integers()),
    ),
)
def test_any_value_is_taken_or_refused_with_its_fields_name(field, value):
    error = refusal(lambda: Recipe(**{field.name: value}))
    assert error is None or error.field == field.name


def test_fields_and_recipe_match():
    assert {field.name for field in FIELDS} == {each.name for each in dataclasses.fields(Recipe)}
    assert {field.group for field in FIELDS} == {"Network", "Learning", "Regularisation"}
    assert all(field.help.endswith(".") for field in FIELDS)


def test_what_can_be_chosen_is_what_there_is():
    assert {
        "activation": tuple(name for name in ACTIVATIONS if name != "softmax"),
        "initialization": tuple(INITIALIZATIONS),
        "optimizer": tuple(OPTIMIZERS),
        "schedule": tuple(SCHEDULES),
        "augmentation": ("none", *KINDS),
    } == CHOICES
    assert {name: tuple(FIELD[name].kind.options) for name in CHOICES} == CHOICES
    assert INPUTS == PIXELS


def test_a_recipe_is_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Recipe().epochs = 3


@pytest.mark.parametrize(
    ("text", "widths"),
    [("128, 64", (128, 64)), ("45", (45,)), (" 3,2 ,1", (3, 2, 1)), ("", ()), ("  ", ())],
)
def test_hidden_layers_as_typed(text, widths):
    assert FIELD["hidden"].parse(text) == widths


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("hidden", "128,,64", HIDDEN_HINT),
        ("hidden", "128, 64,", HIDDEN_HINT),
        ("hidden", "12.5", HIDDEN_HINT),
        ("hidden", "a lot", HIDDEN_HINT),
        ("hidden", "0", "Each hidden layer needs 1 to 4,096 units, not 0."),
        ("hidden", "128, -64", "Each hidden layer needs 1 to 4,096 units, not -64."),
        ("hidden", "1000000000", "Each hidden layer needs 1 to 4,096 units, not 1,000,000,000."),
        ("hidden", ",".join(["4"] * 13), "At most 12 hidden layers, please."),
        (
            "hidden",
            "4096, 4096, 4096",
            "Those layers have 36,777,984 parameters; at most 20,000,000, please.",
        ),
        ("activation", "step", "Choose one of: relu, sigmoid, tanh."),
        ("learning_rate", "-0.1", "This must be above 0 and at most 1,000."),
        ("learning_rate", "0", "This must be above 0 and at most 1,000."),
        ("learning_rate", "nan", "This must be above 0 and at most 1,000."),
        ("learning_rate", "inf", "This must be above 0 and at most 1,000."),
        ("learning_rate", "fast", "This must be a number, above 0 and at most 1,000."),
        ("learning_rate", "", "This must be a number, above 0 and at most 1,000."),
        ("momentum", "1", "This must be from 0 to 0.999."),
        ("batch_size", "-1", "This must be from 1 to 60,000, or “all”."),
        ("batch_size", "6.4", "This must be a whole number, from 1 to 60,000, or “all”."),
        ("epochs", "0", "This must be from 1 to 100,000."),
        ("dropout", "0.95", "This must be from 0 to 0.9."),
        ("seed", "4294967296", "This must be from 0 to 4,294,967,295."),
    ],
)
def test_reasons(name, text, reason):
    with pytest.raises(RecipeError) as caught:
        FIELD[name].parse(text)
    assert (caught.value.field, str(caught.value)) == (name, reason)


@pytest.mark.parametrize(("text", "value"), [("0,1", 0.1), ("0,000 3", 0.0003), ("1e-2", 0.01)])
def test_a_decimal_comma_is_a_point(text, value):
    assert FIELD["learning_rate"].parse(text) == value


@pytest.mark.parametrize("text", ["1e400", "9" * 5000, "1,2,3", "1,000.5", "−1", "0x10"])
def test_what_is_no_rate_is_said_to_be_none(text):
    with pytest.raises(RecipeError):
        FIELD["learning_rate"].parse(text)


def test_words_stand_for_special_numbers():
    assert FIELD["batch_size"].parse("All") == 0
    assert FIELD["batch_size"].text(0) == "all"
    assert FIELD["patience"].parse("off") == 0
    assert FIELD["activation"].parse(" ReLU ") == "relu"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"hidden": (10**9,)}, "hidden"),
        ({"hidden": [128, 64]}, "hidden"),
        ({"hidden": (128, 64.0)}, "hidden"),
        ({"hidden": (True,)}, "hidden"),
        ({"learning_rate": -0.1}, "learning_rate"),
        ({"learning_rate": math.nan}, "learning_rate"),
        ({"learning_rate": 10**400}, "learning_rate"),
        ({"learning_rate": "0.1"}, "learning_rate"),
        ({"momentum": math.inf}, "momentum"),
        ({"epochs": 2.0}, "epochs"),
        ({"epochs": True}, "epochs"),
        ({"l2": -1e-9}, "l2"),
        ({"optimizer": "rmsprop"}, "optimizer"),
        ({"optimizer": ["sgd"]}, "optimizer"),
    ],
    ids=str,
)
def test_a_bad_value_is_refused(values, field):
    with pytest.raises(RecipeError) as caught:
        Recipe(**values)
    assert caught.value.field == field


def test_dimensions_and_whole_rates():
    recipe = Recipe(hidden=(5, 4), learning_rate=1)
    assert recipe.dimensions(10) == (784, 5, 4, 10)
    assert recipe.dimensions(26) == (784, 5, 4, 26)
    assert isinstance(recipe.learning_rate, float)


@pytest.mark.parametrize("hidden", [(), (1,), (128, 64), (4096, 3000)])
def test_the_limit_counts_as_the_network_does(hidden):
    dimensions = Recipe(hidden=hidden).dimensions(1)[:-1]
    assert len(dimensions) < 2 or count(dimensions) <= 20_000_000


def test_toml_may_leave_fields_out():
    assert from_toml("") == Recipe()
    assert from_toml("hidden = []\nlearning_rate = 1") == Recipe(hidden=(), learning_rate=1.0)


@pytest.mark.parametrize(
    ("text", "field", "reason"),
    [
        ("hiden = [3]", "hiden", "A recipe has no field “hiden”. It has: hidden, activation"),
        ("[train]\nepochs = 3", "train", "A recipe has no field “train”."),
        ("epochs = ", "", "This is not a recipe in TOML: "),
        ("\x00", "", "This is not a recipe in TOML: "),
        (f"seed = {'9' * 5000}", "", "it is too long for one"),
        (f"hidden = {'[' * 400}", "", "This is not a recipe in TOML: "),
        ("hidden = 128", "hidden", HIDDEN_HINT),
        ("hidden = '128,,64'", "hidden", HIDDEN_HINT),
        (f"hidden = [0x{'f' * 400}]", "hidden", "Each hidden layer needs 1 to 4,096 units."),
        ("hidden = [128, -64]", "hidden", "not -64."),
        ("activation = ['relu']", "activation", "Choose one of: "),
        ("learning_rate = nan", "learning_rate", "This must be above 0"),
        ("learning_rate = 2020-01-01", "learning_rate", "This must be a number"),
    ],
)
def test_a_bad_recipe_file_is_refused_with_the_reason(text, field, reason):
    with pytest.raises(RecipeError) as caught:
        from_toml(text)
    assert caught.value.field == field
    assert reason in str(caught.value)
    assert isinstance(caught.value, DigitLabError)


def test_numbers_read_as_people_write_them():
    assert FIELD["learning_rate"].parse("1e-3") == 0.001
    assert FIELD["batch_size"].parse("1 024") == 1024
    assert FIELD["learning_rate"].text(0.05) == "0.05"
    assert FIELD["l2"].text(0.0) == "0"
    assert FIELD["epochs"].text(100_000) == "100000"
    assert isinstance(FIELD["epochs"].kind, Number)
