# %% [markdown]
# # A network that learns to read

# %%
import gzip
import math
import os
from pathlib import Path

import numpy as np

# %% [markdown]
# ## The recipe
# Change what you like. The same recipe on the same data gives the same losses.

# %%
CLASS_NAMES = ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")
HIDDEN = (128, 64)  # units of each hidden layer
ACTIVATION = "relu"  # relu, sigmoid or tanh
INITIALIZATION = "he"  # he, xavier, normal or wide
OPTIMIZER = "momentum"  # sgd, momentum, nesterov or adam
LEARNING_RATE = 0.1
MOMENTUM = 0.9  # for momentum and nesterov
SCHEDULE = "warm-up"  # constant, step, cosine, warm-up or trapezoid
BATCH_SIZE = 64  # 0: all examples at once
EPOCHS = 10
HARDEST = 1.0  # each epoch but the first takes this share of the examples, the hardest; 1: all
L2 = 0.0003  # adds L2/2 · ‖W‖² to what is made small; the losses below are without it
DROPOUT = 0.0  # share of hidden units that are silenced in each step
PATIENCE = 0  # stop after so many epochs without a better validation loss; 0: never
SEED = 0
DTYPE = np.float32

# %% [markdown]
# ## The data
# A folder with the four files of MNIST, packed with gzip or not, or an `.npz` file with `x_train`,
# `y_train`, `x_test` and `y_test`. Name it here, or in the variable `DIGIT_LAB_MNIST`.

# %%
DATA = Path(os.environ.get("DIGIT_LAB_MNIST", "mnist"))


def read_idx(stem):
    """The array in one of MNIST's files: a magic number, the sizes, the values."""
    paths = [path for path in sorted(DATA.glob("*")) if path.name.lower().startswith(stem)]
    if not paths:
        raise SystemExit(
            f"There is no {stem}... in the folder {DATA}: put MNIST's four files there."
        )
    data = paths[0].read_bytes()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    sizes = np.frombuffer(data, ">i4", count=data[3], offset=4)
    return np.frombuffer(data, np.uint8, offset=4 + 4 * data[3]).reshape(sizes[0], -1)


def hold_out(labels, count, rng):
    """Indices (kept, held out): `count` are held out, of each class its share."""
    exact = np.bincount(labels, minlength=len(CLASS_NAMES)) * (count / len(labels))
    shares = np.floor(exact).astype(int)
    remainder_first = np.argsort(shares - exact, kind="stable")
    shares[remainder_first[: count - shares.sum()]] += 1
    order = rng.permutation(len(labels))
    rank = np.empty(len(labels), int)
    for label in range(len(CLASS_NAMES)):
        of_class = order[labels[order] == label]
        rank[of_class] = np.arange(len(of_class))
    is_held_out = rank[order] < shares[labels[order]]
    return np.sort(order[~is_held_out]), order[is_held_out]


def load_data():
    """{"train": (images, labels), "validation": ..., "test": ...}: bytes (m, 784) and (m,)."""
    if DATA.is_file():
        arrays = dict(np.load(DATA))
    else:
        names = {"x_train": "train-images", "y_train": "train-labels"}
        names |= {"x_test": "t10k-images", "y_test": "t10k-labels"}
        arrays = {name: read_idx(stem) for name, stem in names.items()}
    if "x_validation" not in arrays:  # a twelfth of the training examples, as Digit Lab does it
        images, labels = arrays["x_train"], arrays["y_train"].reshape(-1)
        kept, held_out = hold_out(labels, round(len(labels) / 12), np.random.default_rng(0))
        arrays |= {"x_train": images[kept], "y_train": labels[kept]}
        arrays |= {"x_validation": images[held_out], "y_validation": labels[held_out]}
    return {
        part: (arrays[f"x_{part}"].reshape(-1, 784), arrays[f"y_{part}"].reshape(-1).astype(int))
        for part in ("train", "validation", "test")
    }


def numbers(images):
    """X: examples are columns, (784, m), each pixel from 0 (ground) to 1 (ink)."""
    return (images * DTYPE(1 / 255)).T


# %% [markdown]
# ## Activations
# Each with its derivative at work: dZ = dH · g'(Z). The memory of an activation is its Z.


# %%
def relu(Z):
    return np.maximum(Z, 0), Z


def relu_backward(dH, memory):
    return dH * (memory > 0)


def sigmoid(Z):
    return 1 / (1 + np.exp(np.minimum(-Z, 80))), Z


def sigmoid_backward(dH, memory):
    s, _ = sigmoid(memory)
    return dH * s * (1 - s)


def tanh(Z):
    return np.tanh(Z), Z


def tanh_backward(dH, memory):
    return dH * (1 - np.tanh(memory) ** 2)


def softmax(Z):
    powers = np.exp(Z - Z.max(axis=0))
    return powers / powers.sum(axis=0), Z


FORWARD = {"relu": relu, "sigmoid": sigmoid, "tanh": tanh, "softmax": softmax}
BACKWARD = {"relu": relu_backward, "sigmoid": sigmoid_backward, "tanh": tanh_backward}

# %% [markdown]
# ## Parameters
# W of a layer is (n, n_prev), b is (n, 1).

# %%
DEVIATIONS = {
    "he": lambda n_prev, n: (2 / n_prev) ** 0.5,
    "xavier": lambda n_prev, n: (2 / (n_prev + n)) ** 0.5,
    "normal": lambda n_prev, n: 0.1,
    "wide": lambda n_prev, n: 1.0,
}


def initialize_parameters(dimensions, initialization="normal", rng=None):
    """{"W1": (n1, n0), "b1": (n1, 1), ...}"""
    rng = rng or np.random.default_rng()
    parameters = {}
    for layer in range(1, len(dimensions)):
        n_prev, n = dimensions[layer - 1], dimensions[layer]
        W = rng.standard_normal((n, n_prev)) * DEVIATIONS[initialization](n_prev, n)
        parameters[f"W{layer}"] = W.astype(DTYPE)
        parameters[f"b{layer}"] = np.zeros((n, 1), DTYPE)
    return parameters


# %% [markdown]
# ## Forward
# Z = W·H_prev + b, H = g(Z). A mask is what dropout multiplies a layer's H by.


# %%
def layer_forward(H_prev, W, b, activation="relu"):
    """(H, memory): the layer's outputs, and what layer_backward needs."""
    Z = W @ H_prev + b
    H, Z = FORWARD[activation](Z)
    return H, ((H_prev, W, b), Z)


def L_layer_forward(X, parameters, masks=None):
    """(HL, memories): the probabilities (classes, m), and the memory of each layer."""
    depth = len(parameters) // 2
    H, memories = X, []
    for layer in range(1, depth + 1):
        activation = ACTIVATION if layer < depth else "softmax"
        H, memory = layer_forward(H, parameters[f"W{layer}"], parameters[f"b{layer}"], activation)
        if masks and layer < depth:
            H = H * masks[layer - 1]
        memories.append(memory)
    return H, memories


# %% [markdown]
# ## Loss
# Cross-entropy: the mean over the examples of -log of the probability of the right class. Y is
# one-hot, (classes, m).


# %%
def one_hot(labels):
    return np.eye(len(CLASS_NAMES), dtype=DTYPE)[:, labels]


def compute_loss(HL, Y):
    return -np.sum(Y * np.log(np.maximum(HL, np.finfo(HL.dtype).tiny))) / Y.shape[1]


# %% [markdown]
# ## Backward
# dZ and dH are those of each example; dW and db are means over the examples. At the output, softmax
# and cross-entropy together give dZ = HL - Y.


# %%
def linear_backward(dZ, linear_memory):
    H_prev, W, _ = linear_memory
    m = dZ.shape[1]
    dW = dZ @ H_prev.T / m
    db = dZ.sum(axis=1, keepdims=True) / m
    return W.T @ dZ, dW, db


def layer_backward(dH, memory, activation="relu"):
    """(dH_prev, dW, db)"""
    linear_memory, Z = memory
    return linear_backward(BACKWARD[activation](dH, Z), linear_memory)


def L_layer_backward(HL, Y, memories, masks=None):
    """{"dW1", "db1", "dH0", ...}: the gradients of the mean loss."""
    depth = len(memories)
    dH, dW, db = linear_backward(HL - Y, memories[-1][0])
    gradients = {f"dH{depth - 1}": dH, f"dW{depth}": dW, f"db{depth}": db}
    for layer in reversed(range(1, depth)):
        if masks:
            dH = dH * masks[layer - 1]
        dH, dW, db = layer_backward(dH, memories[layer - 1], ACTIVATION)
        gradients |= {f"dH{layer - 1}": dH, f"dW{layer}": dW, f"db{layer}": db}
    return gradients


# %% [markdown]
# ## Update
# How far each parameter goes; what an optimizer remembers of the steps before lies in `state`.


# %%
def sgd(gradient, rate, state):
    return rate * gradient


def momentum(gradient, rate, state):
    state["v"] = MOMENTUM * state.get("v", 0) + rate * gradient
    return state["v"]


def nesterov(gradient, rate, state):
    return rate * gradient + MOMENTUM * momentum(gradient, rate, state)


def adam(gradient, rate, state):
    state["t"] = t = state.get("t", 0) + 1
    state["m"] = 0.9 * state.get("m", 0) + 0.1 * gradient
    state["v"] = 0.999 * state.get("v", 0) + 0.001 * gradient**2
    root = np.sqrt(state["v"]) / math.sqrt(1 - 0.999**t)
    return rate / (1 - 0.9**t) * state["m"] / (root + 1e-8)


OPTIMIZERS = {"sgd": sgd, "momentum": momentum, "nesterov": nesterov, "adam": adam}


def update_parameters(parameters, gradients, learning_rate, optimizer="sgd", states=None):
    """The parameters after one step. states: {name: what the optimizer remembers}."""
    states = {name: {} for name in parameters} if states is None else states
    return {
        name: value - OPTIMIZERS[optimizer](gradients[f"d{name}"], learning_rate, states[name])
        for name, value in parameters.items()
    }


# %% [markdown]
# ## Schedule
# Which share of the learning rate a step takes. `done` is the share of the run that lies behind it.


# %%
def constant(done):
    return 1.0


def step(done):
    return 0.5 ** math.floor(10 * done)


def cosine(done):
    return 0.5 * (1 + math.cos(math.pi * done))


def warm_up(done):
    return (done + 0.0005) / 0.0505 if done < 0.05 else cosine((done - 0.05) / 0.95)


def trapezoid(done):
    return min((done + 0.002) / 0.202, 1.0, (1 - done) / 0.6)


SCHEDULES = {
    **{"constant": constant, "step": step, "cosine": cosine},
    **{"warm-up": warm_up, "trapezoid": trapezoid},
}

# %% [markdown]
# ## Distortions
# This recipe shows each image as it is.


# %%
def distorted(images, rng):
    return images


# %% [markdown]
# ## Epochs
# The first takes all examples. If HARDEST is below 1, each of the others takes that share of them:
# those to whose label the network gave the least probability when it last saw them.


# %%
def size_of_epoch(epoch, count):
    return count if epoch == 1 else max(1, round(HARDEST * count))


def steps_of_run(count, size):
    """How many there are with batches of `size` of `count` examples."""
    first, later = (math.ceil(size_of_epoch(epoch, count) / size) for epoch in (1, 2))
    return first + (EPOCHS - 1) * later


def order_of(epoch, given, rng):
    """The examples of an epoch, shuffled. given: the probabilities of their labels."""
    count = size_of_epoch(epoch, len(given))
    if count == len(given):
        return rng.permutation(count)
    return rng.permutation(np.argsort(given, kind="stable")[:count])


# %% [markdown]
# ## Training
# Each epoch takes its examples once, in another order. Everything random hangs on the seed alone.


# %%
def batches(images, labels, order, distorting):
    """The examples of one epoch, batch by batch: (X, labels, which they are)."""
    size = min(BATCH_SIZE or len(labels), len(labels))
    block = size * max(1, 4096 // size)  # distorting is quicker for many at once
    for start in range(0, len(order), block):
        chosen = order[start : start + block]
        seen = distorted(images[chosen], distorting)
        for first in range(0, len(chosen), size):
            part = slice(first, first + size)
            yield numbers(seen[part]), labels[chosen[part]], chosen[part]


def evaluate(images, labels, parameters):
    """(loss, accuracy); with no examples, both are nan."""
    if not len(labels):
        return math.nan, math.nan
    parts = [L_layer_forward(numbers(part), parameters)[0] for part in batched(images)]
    HL = np.concatenate(parts, axis=1)
    return compute_loss(HL, one_hot(labels)), np.mean(HL.argmax(axis=0) == labels)


def batched(images, size=500):
    return (images[start : start + size] for start in range(0, len(images), size))


def train(data):
    """(parameters, the loss of each step)"""
    images, labels = data["train"]
    shuffling, dropping, distorting = np.random.default_rng(SEED).spawn(3)
    rng = np.random.default_rng(SEED)
    dimensions = (784, *HIDDEN, len(CLASS_NAMES))
    parameters = best = initialize_parameters(dimensions, INITIALIZATION, rng)
    states = {name: {} for name in parameters}
    size = min(BATCH_SIZE or len(labels), len(labels))
    steps = steps_of_run(len(labels), size)
    given = np.empty(len(labels), np.float32)  # what each one's label was given last
    losses, lowest, waited, has_validation = [], math.inf, 0, len(data["validation"][1])
    for epoch in range(1, EPOCHS + 1):
        loss_sum, order = 0.0, order_of(epoch, given, shuffling)
        for X, batch_labels, which in batches(images, labels, order, distorting):
            Y, m, masks = one_hot(batch_labels), len(batch_labels), None
            if DROPOUT:
                kept = [dropping.random((m, n), np.float32) >= DROPOUT for n in HIDDEN]
                masks = [each.T * DTYPE(1 / (1 - DROPOUT)) for each in kept]
            HL, memories = L_layer_forward(X, parameters, masks)
            given[which] = HL[batch_labels, np.arange(m)]
            losses.append(float(compute_loss(HL, Y)))
            loss_sum += losses[-1] * m
            if not math.isfinite(losses[-1]):
                raise SystemExit(f"The loss is {losses[-1]} at step {len(losses)}: it diverged.")
            gradients = L_layer_backward(HL, Y, memories, masks)
            for layer in range(1, len(dimensions)):
                gradients[f"dW{layer}"] += L2 * parameters[f"W{layer}"]
            rate = LEARNING_RATE * SCHEDULES[SCHEDULE]((len(losses) - 1) / steps)
            parameters = update_parameters(parameters, gradients, rate, OPTIMIZER, states)
        loss, accuracy = evaluate(*data["validation"], parameters)
        print(
            f"epoch {epoch}: loss {loss_sum / len(order):.4f}, "
            f"validation loss {loss:.4f}, {accuracy:.2%} read right"
        )
        waited = 0 if loss < lowest else waited + 1
        if loss < lowest:
            lowest, best = loss, parameters
        if PATIENCE and has_validation and waited >= PATIENCE:
            break
    return (best if PATIENCE and has_validation else parameters), losses


# %% [markdown]
# ## The run

# %%
if __name__ == "__main__":
    data = load_data()
    parameters, losses = train(data)
    loss, accuracy = evaluate(*data["test"], parameters)
    print(f"test: loss {loss:.4f}, {accuracy:.2%} read right")
    np.savez("network.npz", **parameters)  # W1, b1, W2, ...
