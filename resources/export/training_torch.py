# %% [markdown]
# # A network that learns to read

# %%
import gzip
import math
import os
from pathlib import Path

import numpy as np
import torch
from torch import nn

# %% [markdown]
# ## Network
# It begins with the parameters above. What it gives is Z of the output layer; softmax makes
# probabilities of it.

# %%
ACTIVATIONS = {"relu": nn.ReLU, "sigmoid": nn.Sigmoid, "tanh": nn.Tanh}


def network_of(parameters):
    layers = []
    for layer in range(1, len(parameters) // 2 + 1):
        W, b = parameters[f"W{layer}"], parameters[f"b{layer}"]
        linear = nn.Linear(W.shape[1], W.shape[0])
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(W))
            linear.bias.copy_(torch.from_numpy(b[:, 0]))
        layers += [linear, ACTIVATIONS[ACTIVATION]()]
    return nn.Sequential(*layers[:-1])


def forward(network, X, masks=()):
    """masks: what dropout multiplies each hidden layer's H by, drawn as the rest is, from NumPy."""
    rest = iter(masks)
    for module in network:
        X = module(X)
        if masks and not isinstance(module, nn.Linear):
            X = X * next(rest)
    return X


def optimizer_of(network):
    """The rate of gradient descent is 1 here: it comes as a factor of the loss, so that a later
    change of the rate does not reach back into the momentum of the steps before."""
    if OPTIMIZER == "adam":
        return torch.optim.Adam(network.parameters())
    share = 0 if OPTIMIZER == "sgd" else MOMENTUM
    nesterov = OPTIMIZER == "nesterov" and share > 0
    return torch.optim.SGD(network.parameters(), lr=1, momentum=share, nesterov=nesterov)


# %% [markdown]
# ## Training
# Each epoch takes its examples once, in another order. Everything random hangs on the seed alone.


# %%
def rows(X):
    """PyTorch has examples as rows."""
    return torch.from_numpy(np.ascontiguousarray(X.T))


def batches(images, labels, order, distorting):
    """The examples of one epoch, batch by batch: (X, labels, which they are)."""
    size = min(BATCH_SIZE or len(labels), len(labels))
    block = size * max(1, 4096 // size)  # distorting is quicker for many at once
    for start in range(0, len(order), block):
        chosen = order[start : start + block]
        seen = distorted(images[chosen], distorting)
        for first in range(0, len(chosen), size):
            part = slice(first, first + size)
            which = chosen[part]
            yield rows(numbers(seen[part])), torch.from_numpy(labels[which]), which


@torch.no_grad()
def evaluate(images, labels, network):
    """(loss, accuracy); with no examples, both are nan."""
    if not len(labels):
        return math.nan, math.nan
    Z, right = network(rows(numbers(images))), torch.from_numpy(labels)
    loss = nn.functional.cross_entropy(Z, right)
    return loss.item(), (Z.argmax(dim=1) == right).float().mean().item()


LARGEST = -math.log(np.finfo(DTYPE).tiny)  # the loss that is told of a probability of 0


def train(data):
    """(network, the loss of each step)"""
    images, labels = data["train"]
    shuffling, dropping, distorting = np.random.default_rng(SEED).spawn(3)
    rng = np.random.default_rng(SEED)
    dimensions = (784, *HIDDEN, len(CLASS_NAMES))
    network = network_of(initialize_parameters(dimensions, INITIALIZATION, rng))
    weights = [module.weight for module in network if isinstance(module, nn.Linear)]
    optimizer = optimizer_of(network)
    size = min(BATCH_SIZE or len(labels), len(labels))
    steps = steps_of_run(len(labels), size)
    given = np.empty(len(labels), np.float32)  # what each one's label was given last
    losses, lowest, waited, has_validation = [], math.inf, 0, len(data["validation"][1])
    best = None
    for epoch in range(1, EPOCHS + 1):
        loss_sum, order = 0.0, order_of(epoch, given, shuffling)
        for X, batch_labels, which in batches(images, labels, order, distorting):
            m, masks = len(batch_labels), ()
            if DROPOUT:
                kept = [dropping.random((m, n), np.float32) >= DROPOUT for n in HIDDEN]
                masks = [torch.from_numpy(each / DTYPE(1 - DROPOUT)) for each in kept]
            Z = forward(network, X, masks)
            each = nn.functional.cross_entropy(Z, batch_labels, reduction="none")
            loss = each.mean()
            given[which] = torch.exp(-each.detach()).numpy()
            losses.append(each.clamp(max=LARGEST).mean().item())
            loss_sum += losses[-1] * m
            if not math.isfinite(losses[-1]):
                raise SystemExit(f"The loss is {losses[-1]} at step {len(losses)}: it diverged.")
            rate = LEARNING_RATE * SCHEDULES[SCHEDULE]((len(losses) - 1) / steps)
            objective = loss + L2 / 2 * sum((W**2).sum() for W in weights)
            optimizer.zero_grad()
            if OPTIMIZER == "adam":
                optimizer.param_groups[0]["lr"] = rate
                objective.backward()
            else:
                (rate * objective).backward()
            optimizer.step()
        loss, accuracy = evaluate(*data["validation"], network)
        print(
            f"epoch {epoch}: loss {loss_sum / len(order):.4f}, "
            f"validation loss {loss:.4f}, {accuracy:.2%} read right"
        )
        waited = 0 if loss < lowest else waited + 1
        if loss < lowest:
            lowest = loss
            best = {name: value.clone() for name, value in network.state_dict().items()}
        if PATIENCE and has_validation and waited >= PATIENCE:
            break
    if PATIENCE and best:
        network.load_state_dict(best)
    return network, losses


# %% [markdown]
# ## The run

# %%
if __name__ == "__main__":
    data = load_data()
    network, losses = train(data)
    loss, accuracy = evaluate(*data["test"], network)
    print(f"test: loss {loss:.4f}, {accuracy:.2%} read right")
    torch.save(network.state_dict(), "network.pt")
