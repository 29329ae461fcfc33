"""Right hand-ins whose examples are rows."""

ROWS = """
import numpy as np

# Every example is a row: X is (m, n), W is (n_in, n_out), b is (1, n_out).


def sigmoid(Z):
    return 1 / (1 + np.exp(-Z)), Z


def relu(Z):
    return np.maximum(0, Z), Z


def softmax(Z):
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True), Z


def initialize_parameters(dims):
    parameters = {}
    for l in range(1, len(dims)):
        parameters[f"W{l}"] = np.random.randn(dims[l - 1], dims[l]) * 0.1
        parameters[f"b{l}"] = np.zeros((1, dims[l]))
    return parameters


def layer_forward(X, W, b, activation="relu"):
    Z = X @ W + b
    H, _ = {"relu": relu, "sigmoid": sigmoid, "softmax": softmax}[activation](Z)
    return H, ((X, W, b), Z)


def L_layer_forward(X, parameters):
    memories, H, L = [], X, len(parameters) // 2
    for l in range(1, L + 1):
        W, b = parameters[f"W{l}"], parameters[f"b{l}"]
        H, memory = layer_forward(H, W, b, "softmax" if l == L else "relu")
        memories.append(memory)
    return H, memories


def compute_loss(HL, Y):
    return -np.sum(Y * np.log(HL + 1e-15)) / Y.shape[0]


def sigmoid_backward(dH, Z):
    s = 1 / (1 + np.exp(-Z))
    return dH * s * (1 - s)


def relu_backward(dH, Z):
    return dH * (Z > 0)


def layer_backward(dH, memory, activation="relu"):
    (X, W, b), Z = memory
    dZ = relu_backward(dH, Z) if activation == "relu" else sigmoid_backward(dH, Z)
    dW = X.T @ dZ / X.shape[0]
    db = dZ.mean(axis=0, keepdims=True)
    return dZ @ W.T, dW, db


def L_layer_backward(HL, Y, memories):
    gradients, L, m = {}, len(memories), Y.shape[0]
    (H, W, b), Z = memories[-1]
    dZ = HL - Y
    gradients[f"dW{L}"] = H.T @ dZ / m
    gradients[f"db{L}"] = dZ.mean(axis=0, keepdims=True)
    dH = dZ @ W.T
    for l in range(L - 1, 0, -1):
        dH, gradients[f"dW{l}"], gradients[f"db{l}"] = layer_backward(dH, memories[l - 1])
    return gradients


def update_parameters(parameters, gradients, learning_rate):
    return {name: each - learning_rate * gradients["d" + name] for name, each in parameters.items()}


def L_layer_model(X, Y, dims, learning_rate=0.01, num_iterations=100):
    parameters = initialize_parameters(dims)
    for i in range(num_iterations):
        HL, memories = L_layer_forward(X, parameters)
        gradients = L_layer_backward(HL, Y, memories)
        parameters = update_parameters(parameters, gradients, learning_rate)
    return parameters
"""


def _changed(*changes: tuple[str, str]) -> str:
    code = ROWS
    for before, after in changes:
        assert before in code
        code = code.replace(before, after)
    return code


FLAT_ROWS = _changed(
    ("np.zeros((1, dims[l]))", "np.zeros(dims[l])"), ("(axis=0, keepdims=True)", "(axis=0)")
)
# W as the course has it, (n_out, n_in), as libraries often do.
TORCH_ROWS = _changed(
    ("randn(dims[l - 1], dims[l])", "randn(dims[l], dims[l - 1])"),
    ("Z = X @ W + b", "Z = X @ W.T + b"),
    ("dW = X.T @ dZ", "dW = dZ.T @ X"),
    ("= H.T @ dZ", "= dZ.T @ H"),
    ("dZ @ W.T", "dZ @ W"),
)
