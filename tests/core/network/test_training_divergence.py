import numpy as np
import pytest

from core.data.dataset import Split
from core.errors import DivergenceError
from core.network.evaluation import evaluate
from core.network.losses import compute_loss
from core.network.network import Network
from core.network.reports import StepReport
from core.network.training import train
from tests.core.stripes import digits, full_batch, small

# Each does within 14 steps, whatever the seed: of a narrow network that is drawn as usual and whose
# weights do not decay, half of the seeds have units that die before the loss overflows.
WIDE = {"hidden": (64,) * 4, "initialization": "wide"}
NARROW = {"hidden": (12, 8, 8, 8), "l2": 1.0}
DIVERGING = [
    {"optimizer": "sgd"} | WIDE,
    {"optimizer": "momentum"} | WIDE,
    {"optimizer": "nesterov"} | WIDE,
    {"optimizer": "sgd", "batch_size": 0} | NARROW,
    {"optimizer": "sgd", "activation": "tanh"} | NARROW,
]


@pytest.mark.parametrize("values", DIVERGING, ids=str)
def test_a_diverging_run_stops_with_the_last_finite_parameters(split, values):
    """Whose loss is finite on everything, and which are those from before the last update."""
    recipe = small(learning_rate=1000.0, schedule="constant", epochs=10, **values)
    network = Network.from_recipe(recipe)
    thetas, reports = [], []

    def run():
        for report in train(network, recipe, split):
            reports.append(report)
            if isinstance(report, StepReport):
                thetas.append(network.theta.copy())

    start = network.theta.copy()
    with pytest.raises(DivergenceError, match="Try a smaller learning rate") as caught:
        run()
    steps = [each for each in reports if isinstance(each, StepReport)]
    assert caught.value.step == len(steps) + 1
    assert not np.isfinite(caught.value.loss)
    assert all(np.isfinite(each.loss) for each in steps)
    assert f"at step {len(steps) + 1:,}" in str(caught.value)
    np.testing.assert_array_equal(network.theta, [start, *thetas][-2])
    assert np.isfinite(network.theta).all()
    assert np.isfinite(evaluate(network, split.train).loss)


@pytest.mark.parametrize("held_out", [40, 0])
def test_a_divergence_in_the_very_last_step_is_noticed(split, held_out):
    recipe = small(batch_size=0, epochs=1, optimizer="sgd", schedule="constant")
    some = Split("Stripes", split.train, digits(held_out, 2), split.test)
    network = Network.from_recipe(recipe)
    start = network.theta.copy()
    object.__setattr__(recipe, "learning_rate", 1e38)  # beyond what a recipe may have
    run = train(network, recipe, some)
    assert np.isfinite(next(run).loss)
    with pytest.raises(DivergenceError) as caught:
        next(run)
    assert caught.value.step == 2
    np.testing.assert_array_equal(network.theta, start)
    X, labels = full_batch(split, np.float32)
    assert np.isfinite(compute_loss(network.predict(X), labels))


def test_a_network_that_starts_with_nan_is_refused_as_it_is(split):
    network = Network.from_recipe(small())
    network.theta[0] = np.nan
    start = network.theta.copy()
    with pytest.raises(DivergenceError) as caught:
        next(train(network, small(), split))
    assert caught.value.step == 1
    np.testing.assert_array_equal(network.theta, start)
