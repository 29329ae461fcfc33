"""Right hand-ins in other styles: loops, einsum, single precision, functions of a helper file."""

LOOPS = '''
import math
import numpy as np

EPSILON = 1e-15


def sigmoid(Z):
    """Entry by entry, and H alone."""
    H = np.zeros(Z.shape)
    for i in range(Z.shape[0]):
        for j in range(Z.shape[1]):
            H[i, j] = 1 / (1 + math.exp(-Z[i, j]))
    return H


def relu(Z):
    return np.array([[z if z > 0 else 0.0 for z in row] for row in Z])


def softmax(Z):
    columns = []
    for j in range(Z.shape[1]):
        top = max(Z[:, j])
        powers = [math.exp(z - top) for z in Z[:, j]]
        columns.append([p / sum(powers) for p in powers])
    return np.array(columns).T


def initialize_parameters(layer_dims, seed=3):
    np.random.seed(seed)
    parameters = dict()
    for index, (before, after) in enumerate(zip(layer_dims[:-1], layer_dims[1:])):
        weights = np.empty((after, before))
        for i in range(after):
            for j in range(before):
                weights[i][j] = np.random.normal(0, 0.1)
        parameters[f"W{index + 1}"] = weights
        parameters[f"b{index + 1}"] = np.zeros(shape=(after, 1))
    return parameters


def layer_forward(H_prev, W, b, activation="relu"):
    n, m = W.shape[0], H_prev.shape[1]
    Z = np.zeros((n, m))
    for i in range(n):
        for k in range(m):
            total = b[i, 0]
            for j in range(W.shape[1]):
                total = total + W[i, j] * H_prev[j, k]
            Z[i, k] = total
    H = {"relu": relu, "sigmoid": sigmoid, "softmax": softmax}[activation](Z)
    return [H, [[H_prev, W, b], Z]]


def L_layer_forward(X, parameters):
    memories = []
    H, L = X, len(parameters) // 2
    for l in range(1, L + 1):
        g = "softmax" if l == L else "relu"
        H, memory = layer_forward(H, parameters["W" + str(l)], parameters["b" + str(l)], g)
        memories.append(memory)
    return H, tuple(memories)


def compute_loss(HL, Y):
    total = 0.0
    for k in range(Y.shape[1]):
        for digit in range(Y.shape[0]):
            if Y[digit, k] == 1:
                total -= math.log(max(HL[digit, k], EPSILON))
    return total / Y.shape[1]


def sigmoid_backward(dH, sigmoid_memory):
    dZ = np.zeros_like(dH)
    for index in np.ndindex(dH.shape):
        s = 1 / (1 + math.exp(-sigmoid_memory[index]))
        dZ[index] = dH[index] * s * (1 - s)
    return dZ


def relu_backward(dH, relu_memory):
    return np.array(
        [
            [d if z > 0 else 0 for d, z in zip(row, zrow)]
            for row, zrow in zip(dH.tolist(), relu_memory.tolist())
        ],
        dtype=float,
    )


def layer_backward(dH, memory, activation="relu"):
    linear, Z = memory
    H_prev, W = linear[0], linear[1]
    dZ = relu_backward(dH, Z) if activation == "relu" else sigmoid_backward(dH, Z)
    n, m = dZ.shape
    n_prev = H_prev.shape[0]
    dW = [[sum(dZ[i, k] * H_prev[j, k] for k in range(m)) / m for j in range(n_prev)]
          for i in range(n)]
    db = [[sum(dZ[i, k] for k in range(m)) / m] for i in range(n)]
    dH_prev = np.zeros((n_prev, m))
    for j in range(n_prev):
        for k in range(m):
            for i in range(n):
                dH_prev[j, k] += W[i, j] * dZ[i, k]
    return dH_prev, np.array(dW), np.array(db)


def L_layer_backward(HL, Y, memories):
    gradients, L, m = {}, len(memories), Y.shape[1]
    linear, Z = memories[-1]
    dZ = HL - Y
    for l in range(L, 0, -1):
        (H_prev, W, b), Z = memories[l - 1]
        if l < L:
            dZ = relu_backward(gradients[f"dH{l}"], Z)
        gradients[f"dW{l}"] = sum(np.outer(dZ[:, k], H_prev[:, k]) for k in range(m)) / m
        gradients[f"db{l}"] = sum(dZ[:, [k]] for k in range(m)) / m
        gradients[f"dH{l - 1}"] = W.T @ dZ
    return gradients


def update_parameters(parameters, gradients, learning_rate):
    updated = {}
    for name in parameters:
        updated[name] = parameters[name].copy()
        updated[name] -= learning_rate * gradients["d" + name]
    return updated


def L_layer_model(X, Y, layers_dims, learning_rate, num_iterations):
    parameters = initialize_parameters(layers_dims)
    step = 0
    while step < num_iterations:
        HL, memories = L_layer_forward(X, parameters)
        parameters = update_parameters(parameters, L_layer_backward(HL, Y, memories), learning_rate)
        step += 1
    return parameters
'''

EINSUM = """
from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np


class Gradients(NamedTuple):
    dH_prev: np.ndarray
    dW: np.ndarray
    db: np.ndarray


@dataclass(frozen=True)
class Activation:
    name: str

    def __call__(self, Z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        if self.name == "relu":
            return np.where(Z > 0, Z, 0.0), Z
        return np.exp(-np.logaddexp(0, -Z)), Z


def counted(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        wrapper.calls += 1
        return function(*args, **kwargs)

    wrapper.calls = 0
    return wrapper


relu, sigmoid = Activation("relu"), Activation("sigmoid")
relu_backward = lambda dH, relu_memory: np.multiply(dH, np.heaviside(relu_memory, 0))


@counted
def sigmoid_backward(dH: np.ndarray, sigmoid_memory: np.ndarray) -> np.ndarray:
    H, _ = sigmoid(sigmoid_memory)
    return np.einsum("ij,ij,ij->ij", dH, H, 1.0 - H)


class Network:
    @staticmethod
    def layer_forward(H_prev, W, b, *, activation="relu"):
        Z = np.einsum("ij,jm->im", W, H_prev) + b
        return globals()[activation](Z)[0], ((H_prev, W, b), Z)

    @staticmethod
    @counted
    def layer_backward(dH, memory, activation: str = "relu", **options) -> Gradients:
        (H_prev, W, _), Z = memory
        dZ = globals()[f"{activation}_backward"](dH, Z)
        m = dZ.shape[-1]
        return Gradients(
            np.einsum("ij,im->jm", W, dZ),
            np.einsum("im,jm->ij", dZ, H_prev) / m,
            np.einsum("im->i", dZ)[:, np.newaxis] / m,
        )


layer_forward = Network.layer_forward


def softmax(Z, axis=0):
    logits = Z - np.log(np.sum(np.exp(Z - np.max(Z)), axis=axis, keepdims=True)) - np.max(Z)
    return np.exp(logits), Z


def compute_loss(HL, Y, eps=1e-12):
    return np.mean(-np.log(np.clip(HL[Y.argmax(axis=0), np.arange(Y.shape[1])], eps, 1)))


def update_parameters(parameters, gradients, learning_rate=0.01):
    return {k: np.subtract(v, learning_rate * gradients[f"d{k}"]) for k, v in parameters.items()}


def L_layer_forward(X, parameters, *args):
    H, memories = X, []
    depth = len([k for k in parameters if k.startswith("W")])
    for l in range(depth):
        W, b = parameters[f"W{l + 1}"], parameters[f"b{l + 1}"]
        if l == depth - 1:
            Z = W @ H + b
            HL, memory = softmax(Z)[0], ((H, W, b), Z)
        else:
            HL, memory = layer_forward(H, W, b)
        memories.append(memory)
        H = HL
    return HL, memories


def L_layer_backward(HL, Y, memories):
    m, out = Y.shape[1], {}
    dZ = np.subtract(HL, Y)
    *hidden, ((H_prev, W, b), Z) = memories
    n = len(memories)
    out[f"dW{n}"], out[f"db{n}"] = dZ.dot(H_prev.T) / m, dZ.mean(axis=1, keepdims=True)
    dH = W.T.dot(dZ)
    for l, memory in reversed(list(enumerate(hidden, 1))):
        dH, out[f"dW{l}"], out[f"db{l}"] = Network.layer_backward(dH, memory)
    return out
"""

SINGLE = """
import numpy as np

f32 = np.float32


def sigmoid(Z):
    Z = np.asarray(Z, dtype=f32)
    return (1 / (1 + np.exp(-Z))).astype(f32), Z


def relu(Z):
    return np.asarray(Z * (Z > 0), dtype=f32), Z


def compute_loss(HL, Y):
    m = Y.shape[1]
    loss = -np.sum(np.multiply(Y, np.log(HL + 1e-15)), keepdims=True) / m
    return loss.astype(f32)


def sigmoid_backward(dH, sigmoid_memory):
    H, _ = sigmoid(sigmoid_memory)
    dZ = f32(dH)
    dZ *= H
    dZ *= 1 - H
    return dZ


def relu_backward(dH, relu_memory):
    dZ = dH.astype(f32)
    np.putmask(dZ, relu_memory <= 0, 0)
    return dZ


def layer_backward(dH, memory, activation='relu'):
    linear_memory, activation_memory = memory
    H_prev, W, b = linear_memory
    backward = {'relu': relu_backward, 'sigmoid': sigmoid_backward}
    dZ = backward[activation](dH, activation_memory)
    m = H_prev.shape[1]
    dW = 1. / m * np.matrix(dZ) * np.matrix(H_prev, dtype=f32).T
    db = 1. / m * dZ.sum(axis=1).reshape(-1, 1)
    dH_prev = W.T.astype(f32) @ dZ
    assert dH_prev.shape == H_prev.shape and dW.shape == W.shape and db.shape == b.shape
    return dH_prev, dW, db


def initialize_parameters(n_x, n_h, n_y):
    W1 = 0.1 * np.random.randn(n_h, n_x).astype(f32)
    W2 = 0.1 * np.random.randn(n_y, n_h).astype(f32)
    return dict(W1=W1, b1=np.zeros((n_h, 1)), W2=W2, b2=np.zeros((n_y, 1)))
"""

BORROWED = """
from dnn_utils import *
from dnn_utils import sigmoid, relu_backward as relu_backward
import matplotlib.pyplot as plt
import numpy as np

%matplotlib inline
plt.rcParams['figure.figsize'] = (5.0, 4.0)

def layer_backward(dH, memory, activation='relu'):
    linear_memory, activation_memory = memory
    if activation == 'relu':
        dZ = relu_backward(dH, activation_memory)
    elif activation == 'sigmoid':
        dZ = sigmoid_backward(dH, activation_memory)
    H_prev, W, b = linear_memory
    m = H_prev.shape[1]
    dW = np.dot(dZ, H_prev.T) / m
    db = np.mean(dZ, axis=1, keepdims=True)
    return np.dot(W.T, dZ), dW, db

!ls
fig, ax = plt.subplots()
ax.plot([1, 2, 3])
"""
