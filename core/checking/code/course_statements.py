"""The statements of the course, and others that do the same: right wherever they stand.

Without np., with the names of the course; forms.py brings a learner's into this form.
"""

from __future__ import annotations

RIGHT = """
Z = Z
Z = memory
Z, = memory
H = 1 / (1 + exp(-Z))
s = 1 / (1 + exp(-Z))
sig = 1 / (1 + exp(-Z))
return 1 / (1 + exp(-Z)), Z
return 1 / (1 + exp(-Z))
H = maximum(0, Z)
H = maximum(Z, 0)
H = where(Z > 0, Z, 0)
H = Z * (Z > 0)
return maximum(0, Z), Z
return maximum(0, Z)
Z_exp = exp(Z)
Z_sum = sum(Z_exp, axis=0, keepdims=True)
Z_exp = exp(Z - max(Z, axis=0, keepdims=True))
shifted = Z - max(Z, axis=0, keepdims=True)
Z = Z - max(Z, axis=0, keepdims=True)
e = exp(Z - max(Z, axis=0, keepdims=True))
e = exp(Z)
H = Z_exp / Z_sum
H = e / sum(e, axis=0, keepdims=True)
H = Z_exp / sum(Z_exp, axis=0, keepdims=True)
return e / sum(e, axis=0, keepdims=True), Z
return e / sum(e, axis=0, keepdims=True)
return H, Z
return (H, Z)
return H, memory
return HL, memories
return loss
return dZ
return dH_prev, dW, db
return gradients
return parameters
parameters = {}
gradients = {}
memories = []
losses = []
L = len(dimensions)
L = len(dimensions) - 1
L = len(parameters) // 2
L = len(memories)
return parameters, losses
H_prev = X
(H_prev, W, b), Z = memories[L - 1]
(H_prev, W, b), Z = memories[-1]
dH = W.T @ dZ
for l in reversed(range(1, L)): pass
for l in range(L - 1, 0, -1): pass
dH, dW, db = layer_backward(dH, memories[l - 1], 'relu')
dH, dW, db = layer_backward(dH, memories[l - 1], activation='relu')
dH_prev, dW, db = layer_backward(dH, memories[l - 1], 'relu')
gradients['dW' + str(l)] = dW
gradients['db' + str(l)] = db
for p in ('W' + str(l + 1), 'b' + str(l + 1)): pass
parameters[p] = parameters[p] - learning_rate * gradients['d' + p]
m = Y.shape[1]
m = HL.shape[1]
m = H_prev.shape[1]
n, m = H_prev.shape
_, m = H_prev.shape
parameters['W' + str(l)] = random.randn(dimensions[l], dimensions[l - 1]) * 0.1
parameters['W' + str(l)] = random.randn(dimensions[l], dimensions[l - 1]) * 0.01
parameters['b' + str(l)] = zeros((dimensions[l], 1))
Z = W @ H_prev + b
H, Z = sigmoid(Z)
H, Z = softmax(Z)
H, Z = relu(Z)
H = softmax(Z)
H = relu(Z)
H = sigmoid(Z)
linear_memory = (H_prev, W, b)
memory = (linear_memory, Z)
memory = ((H_prev, W, b), Z)
return H, (linear_memory, Z)
return H, ((H_prev, W, b), Z)
linear_memory, Z = memory
(H_prev, W, b), Z = memory
H_prev, W, b = linear_memory
H = X
H_prev = H
H, memory = layer_forward(
    H_prev, parameters['W' + str(l)], parameters['b' + str(l)], activation='relu')
H, memory = layer_forward(H_prev, parameters['W' + str(l)], parameters['b' + str(l)], 'relu')
H, memory = layer_forward(
    H, parameters['W' + str(l)], parameters['b' + str(l)], activation='relu')
H, memory = layer_forward(H, parameters['W' + str(l)], parameters['b' + str(l)], 'relu')
HL, memory = layer_forward(
    H, parameters['W' + str(L)], parameters['b' + str(L)], activation='softmax')
HL, memory = layer_forward(H, parameters['W' + str(L)], parameters['b' + str(L)], 'softmax')
memories.append(memory)
for l in range(1, L): pass
for l in range(1, L + 1): pass
for l in range(L): pass
for l in reversed(range(L - 1)): pass
for l in range(L - 2, -1, -1): pass
for i in range(num_iterations): pass
for i in range(0, num_iterations): pass
loss = -1 / m * sum(Y * log(HL))
loss = -sum(Y * log(HL)) / m
loss = squeeze(loss)
loss = float(loss)
return -sum(Y * log(HL)) / m
s, _ = sigmoid(Z)
dZ = dH * H * (1 - H)
dZ = dH * s * (1 - s)
return dH * s * (1 - s)
dZ = array(dH, copy=True)
dZ = dH.copy()
dZ = copy(dH)
dZ[Z <= 0] = 0
dZ[Z < 0] = 0
dZ = dH * (Z > 0)
return dH * (Z > 0)
dZ = where(Z > 0, dH, 0)
dZ = relu_backward(dH, Z)
dZ = sigmoid_backward(dH, Z)
dW = 1 / m * (dZ @ H_prev.T)
dW = dZ @ H_prev.T / m
db = 1 / m * sum(dZ, axis=1, keepdims=True)
db = sum(dZ, axis=1, keepdims=True) / m
db = mean(dZ, axis=1, keepdims=True)
dH_prev = W.T @ dZ
dH_prev = linear_memory[1].T @ dZ
Y = Y.reshape(HL.shape)
current_memory = memories[-1]
current_memory = memories[l]
current_memory = memories[L - 1]
linear_memory, Z = current_memory
dZ = HL - Y
gradients['dH' + str(L - 1)] = linear_memory[1].T @ dZ
gradients['dH' + str(L - 1)] = W.T @ dZ
gradients['dW' + str(L)] = 1 / m * (dZ @ H_prev.T)
gradients['dW' + str(L)] = dZ @ H_prev.T / m
gradients['db' + str(L)] = 1 / m * sum(dZ, axis=1, keepdims=True)
gradients['db' + str(L)] = sum(dZ, axis=1, keepdims=True) / m
dH_prev_temp, dW_temp, db_temp = layer_backward(
    gradients['dH' + str(l + 1)], current_memory, activation='relu')
gradients['dH' + str(l)] = dH_prev_temp
gradients['dW' + str(l + 1)] = dW_temp
gradients['db' + str(l + 1)] = db_temp
parameters['W' + str(l + 1)] = (
    parameters['W' + str(l + 1)] - learning_rate * gradients['dW' + str(l + 1)]
)
parameters['b' + str(l + 1)] = (
    parameters['b' + str(l + 1)] - learning_rate * gradients['db' + str(l + 1)]
)
parameters['W' + str(l)] = parameters['W' + str(l)] - learning_rate * gradients['dW' + str(l)]
parameters['b' + str(l)] = parameters['b' + str(l)] - learning_rate * gradients['db' + str(l)]
parameters['W' + str(l)] -= learning_rate * gradients['dW' + str(l)]
parameters['b' + str(l)] -= learning_rate * gradients['db' + str(l)]
parameters['W' + str(l + 1)] -= learning_rate * gradients['dW' + str(l + 1)]
parameters['b' + str(l + 1)] -= learning_rate * gradients['db' + str(l + 1)]
parameters = initialize_parameters(dimensions)
HL, memories = L_layer_forward(X, parameters)
loss = compute_loss(HL, Y)
gradients = L_layer_backward(HL, Y, memories)
parameters = update_parameters(parameters, gradients, learning_rate)
if activation == 'relu': pass
if activation == 'sigmoid': pass
if activation == 'softmax': pass
if print_loss and i % 100 == 0: pass
for l in range(1, len(parameters) // 2 + 1): pass
for l in range(1, len(dimensions)): pass
"""
