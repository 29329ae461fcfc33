"""A whole right hand-in, as the course has it."""

TEXTBOOK = """
import numpy as np

def sigmoid(Z):
    H = 1 / (1 + np.exp(-Z))
    return H, Z

def relu(Z):
    return np.maximum(0, Z), Z

def softmax(Z):
    e = np.exp(Z - Z.max(axis=0, keepdims=True))
    return e / e.sum(axis=0, keepdims=True), Z

def initialize_parameters(dimensions):
    parameters = {}
    for l in range(1, len(dimensions)):
        parameters["W" + str(l)] = np.random.randn(dimensions[l], dimensions[l-1]) * 0.1
        parameters["b" + str(l)] = np.zeros((dimensions[l], 1))
    return parameters

def layer_forward(H_prev, W, b, activation='relu'):
    Z = np.dot(W, H_prev) + b
    if activation == 'relu':
        H, act = relu(Z)
    elif activation == 'sigmoid':
        H, act = sigmoid(Z)
    else:
        H, act = softmax(Z)
    return H, ((H_prev, W, b), act)

def L_layer_forward(X, parameters):
    memories = []
    H = X
    L = len(parameters) // 2
    for l in range(1, L):
        H, memory = layer_forward(H, parameters["W%d" % l], parameters["b%d" % l], 'relu')
        memories.append(memory)
    HL, memory = layer_forward(H, parameters["W%d" % L], parameters["b%d" % L], 'softmax')
    memories.append(memory)
    return HL, memories

def compute_loss(HL, Y):
    m = Y.shape[1]
    return -np.sum(Y * np.log(HL)) / m

def sigmoid_backward(dH, sigmoid_memory):
    s = 1 / (1 + np.exp(-sigmoid_memory))
    return dH * s * (1 - s)

def relu_backward(dH, relu_memory):
    dZ = np.array(dH, copy=True)
    dZ[relu_memory <= 0] = 0
    return dZ

def layer_backward(dH, memory, activation='relu'):
    (H_prev, W, b), Z = memory
    m = H_prev.shape[1]
    if activation == 'relu':
        dZ = relu_backward(dH, Z)
    else:
        dZ = sigmoid_backward(dH, Z)
    dW = np.dot(dZ, H_prev.T) / m
    db = np.sum(dZ, axis=1, keepdims=True) / m
    dH_prev = np.dot(W.T, dZ)
    return dH_prev, dW, db

def L_layer_backward(HL, Y, memories):
    gradients = {}
    L = len(memories)
    m = Y.shape[1]
    dZ = HL - Y
    (H_prev, W, b), Z = memories[L-1]
    gradients["dW%d" % L] = dZ @ H_prev.T / m
    gradients["db%d" % L] = dZ.sum(axis=1, keepdims=True) / m
    dH = W.T @ dZ
    for l in reversed(range(1, L)):
        dH, dW, db = layer_backward(dH, memories[l-1], 'relu')
        gradients["dW%d" % l] = dW
        gradients["db%d" % l] = db
    return gradients

def update_parameters(parameters, gradients, learning_rate):
    L = len(parameters) // 2
    for l in range(L):
        for p in ("W" + str(l+1), "b" + str(l+1)):
            parameters[p] = parameters[p] - learning_rate * gradients["d" + p]
    return parameters

def L_layer_model(X, Y, dimensions, learning_rate=0.0075, num_iterations=3000, print_loss=True):
    parameters = initialize_parameters(dimensions)
    losses = []
    for i in range(num_iterations):
        HL, memories = L_layer_forward(X, parameters)
        loss = compute_loss(HL, Y)
        gradients = L_layer_backward(HL, Y, memories)
        parameters = update_parameters(parameters, gradients, learning_rate)
        if print_loss and i % 100 == 0:
            print("loss", i, loss)
            losses.append(loss)
    return parameters, losses
"""
