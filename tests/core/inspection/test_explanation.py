import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.files import model_file
from core.inspection.explanation import Factor, Region, Term, explain
from core.inspection.walk import walk
from core.network.network import Network
from core.network.parameters import unpack
from core.network.snapshots import Snapshot
from tests.core.inspection.small import HIDDEN, WIDTHS, small_walk
from tests.effort import effort

GIVEN = {"X", "Y"}


def is_given(name: str) -> bool:
    return name in GIVEN or name[0] in "Wb"


def total(found):
    return found.scale * (sum(term.value for term in found.terms) + found.rest)


@given(
    depth=st.sampled_from(sorted(WIDTHS)),
    activation=st.sampled_from(HIDDEN),
    m=st.sampled_from([1, 3]),
    seed=st.integers(0, 50),
    most=st.integers(0, 8),
    data=st.data(),
)
def test_terms_and_rest_add_up_to_the_value(depth, activation, m, seed, most, data):
    of = small_walk(depth, activation, m, seed)
    name = data.draw(st.sampled_from([each for each in of.arrays if not is_given(each)]))
    index = tuple(data.draw(st.integers(0, n - 1)) for n in of[name].shape)
    found = explain(of, name, index, most=most)
    assert (found.name, found.index, found.value) == (name, index, of[name][index])
    assert len(found.terms) <= most
    # Relative to the largest of what is added: where terms cancel, so do their digits.
    whole = explain(of, name, index, most=1000)
    size = found.scale * max(abs(term.value) for term in whole.terms)
    assert total(found) == pytest.approx(found.value, rel=1e-12, abs=1e-12 * size)
    assert len(found.terms) + found.rest_count == len(whole.terms)
    assert (whole.rest, whole.rest_count) == (0, 0)
    for term in whole.terms:
        for factor in term.factors:
            if factor.name == factor.array:
                assert factor.value == of[factor.name][factor.index]
        if found.rule in ("linear", "outer", "bias", "through weights", "activation backward"):
            product = math.prod(factor.value for factor in term.factors)
            assert term.value == pytest.approx(product, rel=1e-15)


@given(most=st.integers(1, 8), seed=st.integers(0, 20))
def test_the_largest_terms_are_named_in_order_and_always_the_bias(most, seed):
    of = small_walk(3, seed=seed)
    found = explain(of, "Z2", (1, 2), most=most)
    sizes = [abs(term.value) for term in found.terms]
    assert sizes == sorted(sizes, reverse=True)
    assert [Factor("b2", (1, 0), of["b2"][1, 0])] in [list(term.factors) for term in found.terms]
    products = sorted(np.abs(of["W2"][1] * of["H1"][:, 2]), reverse=True)
    assert [size for size in sizes if size != abs(of["b2"][1, 0])] == products[: most - 1]


def test_a_sum_names_what_it_multiplies():
    """Z = W·H + b, dW = dZ·H_prevᵀ / m, dH_prev = Wᵀ·dZ: which cells meet."""
    of = small_walk(3, m=4)
    cells = {
        ("Z3", (2, 1)): {("W3", (2, 3), "H2", (3, 1))},
        ("Z1", (4, 1)): {("W1", (4, 5), "X", (5, 1))},
        ("dW2", (3, 2)): {("dZ2", (3, 0), "H1", (2, 0)), ("dZ2", (3, 3), "H1", (2, 3))},
        ("dW1", (3, 5)): {("dZ1", (3, 1), "X", (5, 1))},
        ("dH2", (3, 1)): {("W3", (2, 3), "dZ3", (2, 1))},
        ("dX", (5, 2)): {("W1", (4, 5), "dZ1", (4, 2))},
        ("db2", (3, 0)): {("dZ2", (3, 2))},
        ("dZ2", (3, 1)): {("dH2", (3, 1), "g'(Z2)", (3, 1))},
    }
    for (name, index), expected in cells.items():
        met = {
            tuple(part for factor in term.factors for part in (factor.name, factor.index))
            for term in explain(of, name, index, most=100).terms
        }
        assert expected <= met, name


def region(name, rows, columns):
    return Region(name, slice(*rows), slice(*columns))


@pytest.mark.parametrize(
    ("name", "index", "rule", "scale", "sources"),
    [
        (
            *("Z2", (1, 3), "linear", 1),
            [("W2", (1, 2), (0, 5)), ("H1", (0, 5), (3, 4)), ("b2", (1, 2), (0, 1))],
        ),
        ("H2", (1, 3), "activation", 1, [("Z2", (1, 2), (3, 4))]),
        ("H3", (1, 3), "softmax", None, [("Z3", (0, 3), (3, 4))]),
        ("dZ3", (1, 3), "output error", 1, [("H3", (1, 2), (3, 4)), ("Y", (1, 2), (3, 4))]),
        (
            *("dZ2", (1, 3), "activation backward", 1),
            [("dH2", (1, 2), (3, 4)), ("Z2", (1, 2), (3, 4))],
        ),
        ("dW1", (1, 3), "outer", 0.25, [("dZ1", (1, 2), (0, 4)), ("X", (3, 4), (0, 4))]),
        ("db1", (1, 0), "bias", 0.25, [("dZ1", (1, 2), (0, 4))]),
        ("dH1", (1, 3), "through weights", 1, [("W2", (0, 4), (1, 2)), ("dZ2", (0, 4), (3, 4))]),
        ("dX", (1, 3), "through weights", 1, [("W1", (0, 5), (1, 2)), ("dZ1", (0, 5), (3, 4))]),
    ],
)
def test_rules_and_sources(name, index, rule, scale, sources):
    found = explain(small_walk(3, m=4), name, index)
    assert found.rule == rule
    assert scale is None or found.scale == scale
    assert found.sources == tuple(region(*each) for each in sources)


def test_nothing_is_behind_what_is_given():
    of = small_walk(2)
    for name in ("X", "Y", "W1", "b2"):
        found = explain(of, name, (2, 0))
        assert (found.rule, found.terms, found.sources) == ("input", (), ())
        assert (found.value, found.rest, found.rest_count) == (of[name][2, 0], 0, 0)


def test_softmax_is_a_power_over_the_sum_of_powers():
    of = small_walk(2)
    found = explain(of, "H2", (1, 3))
    Z = of["Z2"]
    assert [term.factors for term in found.divisor] == [
        (Factor("Z2", (k, 3), Z[k, 3]),) for k in range(4)
    ]
    assert [term.value for term in found.divisor] == pytest.approx(np.exp(Z[:, 3]))
    assert found.terms == (found.divisor[1],)
    assert found.scale == pytest.approx(1 / np.exp(Z[:, 3]).sum())


@pytest.mark.parametrize("level", [-900.0, 900.0])
def test_softmax_of_large_numbers_is_shifted_by_the_largest(level):
    theta = np.zeros(2 * 3 + 3, np.float32)
    _, (b,) = unpack(theta, (2, 3))
    b[:, 0] = [level, level + 2, level - 1]
    of = walk(Snapshot((2, 3), "relu", theta), np.ones((2, 1)), np.array([0]))
    found = explain(of, "H1", (2, 0))
    assert [factor.index for factor in found.terms[0].factors] == [(2, 0), (1, 0)]
    assert found.terms[0].value == pytest.approx(math.exp(-3))
    assert total(found) == pytest.approx(of["H1"][2, 0], rel=1e-12)


def test_the_loss_is_the_logarithm_of_the_true_class():
    of = small_walk(3)
    label = int(of["Y"][:, 2].argmax())
    found = explain(of, "loss", (0, 2))
    probability = of["H3"][label, 2]
    assert found.terms == (Term((Factor("H3", (label, 2), probability),), -math.log(probability)),)
    assert found.sources == (
        region("H3", (label, label + 1), (2, 3)),
        region("Y", (0, 3), (2, 3)),
    )


def test_the_output_error_is_probability_less_truth_in_this_order():
    of = small_walk(3)
    label = int(of["Y"][:, 2].argmax())
    first, second = explain(of, "dZ3", (label, 2)).terms
    assert (first.factors[0].name, first.value) == ("H3", of["H3"][label, 2])
    assert second == Term((Factor("Y", (label, 2), 1.0),), -1.0)


def test_the_derivative_of_the_activation_belongs_to_a_cell_of_Z():
    of = small_walk(3, "tanh")
    dH, slope = explain(of, "dZ1", (2, 1)).terms[0].factors
    assert dH == Factor("dH1", (2, 1), of["dH1"][2, 1])
    assert (slope.name, slope.array, slope.index) == ("g'(Z1)", "Z1", (2, 1))
    assert slope.value == pytest.approx(1 - math.tanh(of["Z1"][2, 1]) ** 2)


@pytest.mark.parametrize("index", [(4, 0), (0, 4), (-1, 0), (0, -1)])
def test_a_cell_outside_is_refused(index):
    sentence = r"Z2 has no cell .*: its rows go from 0 to 3, its columns from 0 to 3\."
    with pytest.raises(IndexError, match=sentence):
        explain(small_walk(3, m=4), "Z2", index)


def test_an_array_that_is_not_there_is_refused():
    with pytest.raises(KeyError, match="There is no “Z4” in this walk; there are: X, Y, W1,"):
        explain(small_walk(3), "Z4", (0, 0))


@pytest.mark.slow
def test_explaining_the_shipped_network_is_little_work():
    shipped = model_file.shipped()
    rng = np.random.default_rng(0)
    of = walk(shipped, rng.random((shipped.dimensions[0], 1)), np.array([3]))
    for name, array in of.arrays.items():
        index = tuple(int(n) // 2 for n in array.shape)
        assert effort(lambda name=name, index=index: explain(of, name, index)) < 0.3, name


def test_a_network_without_hidden_layers_is_explained():
    snapshot = Network((4, 3), rng=np.random.default_rng(0)).snapshot()
    of = walk(snapshot, np.ones((4, 2)), np.array([0, 2]))
    for name in ("Z1", "H1", "loss", "dZ1", "dW1", "db1", "dX"):
        found = explain(of, name, (0, 0))
        assert total(found) == pytest.approx(found.value, rel=1e-12)
