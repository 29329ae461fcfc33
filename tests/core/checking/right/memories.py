"""Functions whose memory has another form than the course's, as FORMS has them."""

MEMORIES = {
    "the memory is a dictionary": (
        "layer_backward",
        "a form of its own",
        """
def layer_forward(H_prev, W, b, activation='relu'):
    Z = W @ H_prev + b
    H = {'relu': relu, 'sigmoid': sigmoid, 'softmax': softmax}[activation](Z)[0]
    return H, {'H_prev': H_prev, 'W': W, 'b': b, 'Z': Z}

def layer_backward(dH, memory, activation='relu'):
    Z, H_prev, m = memory['Z'], memory['H_prev'], dH.shape[1]
    dZ = relu_backward(dH, Z) if activation == 'relu' else sigmoid_backward(dH, Z)
    return memory['W'].T @ dZ, dZ @ H_prev.T / m, dZ.mean(axis=1, keepdims=True)

def L_layer_backward(HL, Y, memories):
    gradients, L, m = {}, len(memories), Y.shape[1]
    dZ = HL - Y
    gradients['dW%d' % L] = dZ @ memories[-1]['H_prev'].T / m
    gradients['db%d' % L] = dZ.mean(axis=1, keepdims=True)
    dH = memories[-1]['W'].T @ dZ
    for l in range(L - 1, 0, -1):
        dH, gradients['dW%d' % l], gradients['db%d' % l] = layer_backward(dH, memories[l - 1])
    return gradients
""",
    ),
    "the memory is flat": (
        "layer_forward",
        "a form of its own",
        """
def layer_forward(H_prev, W, b, activation='relu'):
    Z = W @ H_prev + b
    H = {'relu': relu, 'sigmoid': sigmoid, 'softmax': softmax}[activation](Z)[0]
    return H, (H_prev, W, b, Z)

def layer_backward(dH, memory, activation='relu'):
    H_prev, W, b, Z = memory
    m = dH.shape[1]
    dZ = relu_backward(dH, Z) if activation == 'relu' else sigmoid_backward(dH, Z)
    return W.T @ dZ, dZ @ H_prev.T / m, dZ.mean(axis=1, keepdims=True)

def L_layer_backward(HL, Y, memories):
    gradients, L, m = {}, len(memories), Y.shape[1]
    dZ = HL - Y
    H_prev, W, b, Z = memories[-1]
    gradients['dW%d' % L] = dZ @ H_prev.T / m
    gradients['db%d' % L] = dZ.mean(axis=1, keepdims=True)
    dH = W.T @ dZ
    for l in range(L - 1, 0, -1):
        dH, gradients['dW%d' % l], gradients['db%d' % l] = layer_backward(dH, memories[l - 1])
    return gradients
""",
    ),
    "the memory is a record": (
        "L_layer_backward",
        "a form of its own",
        """
from dataclasses import dataclass

@dataclass
class Memory:
    H_prev: np.ndarray
    W: np.ndarray
    Z: np.ndarray

def layer_forward(H_prev, W, b, activation='relu'):
    Z = W @ H_prev + b
    H = {'relu': relu, 'sigmoid': sigmoid, 'softmax': softmax}[activation](Z)[0]
    return H, Memory(H_prev, W, Z)

def layer_backward(dH, memory, activation='relu'):
    m = dH.shape[1]
    back = relu_backward if activation == 'relu' else sigmoid_backward
    dZ = back(dH, memory.Z)
    return memory.W.T @ dZ, dZ @ memory.H_prev.T / m, dZ.mean(axis=1, keepdims=True)

def L_layer_backward(HL, Y, memories):
    gradients, L, m = {}, len(memories), Y.shape[1]
    dZ = HL - Y
    gradients['dW%d' % L] = dZ @ memories[-1].H_prev.T / m
    gradients['db%d' % L] = dZ.mean(axis=1, keepdims=True)
    dH = memories[-1].W.T @ dZ
    for l in range(L - 1, 0, -1):
        dH, gradients['dW%d' % l], gradients['db%d' % l] = layer_backward(dH, memories[l - 1])
    return gradients
""",
    ),
    "sigmoid keeps H": (
        "sigmoid_backward",
        "a form of its own",
        """
def sigmoid(Z):
    H = 1 / (1 + np.exp(-Z))
    return H, H

def sigmoid_backward(dH, sigmoid_memory):
    return dH * sigmoid_memory * (1 - sigmoid_memory)
""",
    ),
}
