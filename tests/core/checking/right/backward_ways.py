"""The loss, and functions of the way back, that are right in other ways than the textbook's, each
to be put after its file."""

BACKWARD_WAYS = {
    "compute_loss: mean of sums": """
def compute_loss(HL, Y):
    return -np.mean(np.sum(Y * np.log(HL + 1e-10), axis=0))
""",
    "compute_loss: picked by a mask": """
def compute_loss(HL, Y):
    return float(-np.log(np.maximum(HL[Y == 1], 1e-15)).mean())
""",
    "compute_loss: labels": """
def compute_loss(HL, Y):
    labels = np.argmax(Y, axis=0)
    m = len(labels)
    picked = HL[labels, range(m)]
    return np.sum(-np.log(np.clip(picked, 1e-12, 1.0))) / m
""",
    "compute_loss: diagonal of a product": """
def compute_loss(HL, Y):
    m = Y.shape[1]
    logs = np.log(np.clip(HL, 1e-15, 1 - 1e-15))
    return -np.trace(np.dot(Y.T, logs)) / m
""",
    "compute_loss: squeezed": """
def compute_loss(HL, Y):
    m = HL.shape[1]
    loss = (-1. / m) * np.sum(np.multiply(Y, np.log(HL + 1e-8)))
    loss = np.squeeze(loss)
    assert loss.shape == ()
    return loss
""",
    "compute_loss: for ten digits": """
def compute_loss(HL, Y):
    m = Y.shape[1]
    total = 0
    for digit in range(10):
        total -= (Y[digit] * np.log(HL[digit] + 1e-15)).sum()
    return total / m
""",
    "compute_loss: flattened": """
def compute_loss(HL, Y):
    return -np.dot(Y.ravel(), np.log(HL.ravel() + 1e-15)) / Y.shape[-1]
""",
    "sigmoid_backward: product rule": """
def sigmoid_backward(dH, sigmoid_memory):
    e = np.exp(-sigmoid_memory)
    return dH * e / (1 + e) ** 2
""",
    "sigmoid_backward: H - H squared": """
def sigmoid_backward(dH, sigmoid_memory):
    H, _ = sigmoid(sigmoid_memory)
    return dH * (H - H ** 2)
""",
    "relu_backward: where": """
def relu_backward(dH, relu_memory):
    return np.where(relu_memory > 0, dH, 0)
""",
    "relu_backward: from H": """
def relu_backward(dH, relu_memory):
    H, _ = relu(relu_memory)
    return np.multiply(dH, np.sign(H))
""",
    "relu_backward: astype": """
def relu_backward(dH, relu_memory):
    mask = (relu_memory > 0).astype(np.float32)
    dZ = dH * mask
    return dZ
""",
    "layer_backward: einsum": """
def layer_backward(dH, memory, activation='relu'):
    (H_prev, W, b), Z = memory
    dZ = {'relu': relu_backward, 'sigmoid': sigmoid_backward}[activation](dH, Z)
    m = dZ.shape[1]
    dW = np.einsum('im,jm->ij', dZ, H_prev) / m
    db = np.einsum('im->i', dZ).reshape(b.shape) / m
    return np.einsum('ij,im->jm', W, dZ), dW, db
""",
    "layer_backward: sums of outer products": """
def layer_backward(dH, memory, activation='relu'):
    linear, Z = memory
    H_prev, W, b = linear
    m = H_prev.shape[1]
    if activation == 'relu':
        dZ = relu_backward(dH, Z)
    else:
        dZ = sigmoid_backward(dH, Z)
    dW, db = np.zeros(W.shape), np.zeros((W.shape[0], 1))
    for k in range(m):
        dW += np.outer(dZ[:, k], H_prev[:, k]) / m
        db += dZ[:, k:k + 1] / m
    return W.T.dot(dZ), dW, db
""",
    "layer_backward: m asked of dH": """
def layer_backward(dH, memory, activation='relu'):
    [H_prev, W, b], Z = memory
    m = len(dH[0])
    dZ = relu_backward(dH, Z) if activation == 'relu' else sigmoid_backward(dH, Z)
    ones = np.ones((m, 1))
    gradients = {'dH_prev': W.T @ dZ, 'dW': (1 / m) * dZ @ H_prev.T, 'db': dZ @ ones / m}
    return gradients['dH_prev'], gradients['dW'], gradients['db']
""",
    "L_layer_backward: zipped": """
def L_layer_backward(HL, Y, memories):
    m, gradients = HL.shape[1], {}
    dZ = HL - Y
    for l in range(len(memories), 0, -1):
        (H_prev, W, b), Z = memories[l - 1]
        if l < len(memories):
            dZ = np.where(Z > 0, dH, 0.0)
        gradients.update({f'dW{l}': dZ @ H_prev.T / m, f'db{l}': dZ.sum(1, keepdims=True) / m})
        dH = W.T @ dZ
    return gradients
""",
    "L_layer_backward: a recursion": """
def L_layer_backward(HL, Y, memories):
    def back(l, dZ):
        (H_prev, W, b), Z = memories[l - 1]
        gradients = {f'dW{l}': dZ @ H_prev.T / Y.shape[1], f'db{l}': dZ.mean(1).reshape(-1, 1)}
        if l > 1:
            gradients |= back(l - 1, relu_backward(W.T @ dZ, memories[l - 2][1]))
        return gradients
    return back(len(memories), HL - Y)
""",
    "L_layer_backward: ten rows of Y": """
def L_layer_backward(HL, Y, memories):
    gradients, L, m = {}, len(memories), HL.shape[1]
    Y = Y.reshape(10, m)
    (H_prev, W, b), Z = memories[-1]
    dZ = HL - Y
    gradients['dW' + str(L)] = dZ @ H_prev.T / m
    gradients['db' + str(L)] = np.sum(dZ, axis=1, keepdims=True) / m
    dH = W.T @ dZ
    for l in range(L - 2, -1, -1):
        dH, dW, db = layer_backward(dH, memories[l], activation='relu')
        gradients['dH' + str(l)] = dH
        gradients['dW' + str(l + 1)] = dW
        gradients['db' + str(l + 1)] = db
    return gradients
""",
    "update: a copy": """
import copy
def update_parameters(parameters, gradients, learning_rate=0.1):
    new = copy.deepcopy(parameters)
    for l in range(1, len(parameters) // 2 + 1):
        new[f'W{l}'] -= learning_rate * gradients[f'dW{l}']
        new[f'b{l}'] -= learning_rate * gradients[f'db{l}']
    return new
""",
    "update: another name for the rate": """
def update_parameters(params, grads, lr):
    L = len(params) // 2
    result = {}
    for l in range(L):
        for kind in 'Wb':
            key = kind + str(l + 1)
            result[key] = np.add(params[key], -lr * grads['d' + key])
    return result
""",
    "model: losses as well": """
def L_layer_model(X, Y, dims, lr=0.01, epochs=10, print_cost=False):
    parameters = initialize_parameters(dims)
    costs = []
    for i in range(epochs):
        HL, memories = L_layer_forward(X, parameters)
        costs.append(compute_loss(HL, Y))
        if print_cost and i % 100 == 0:
            print('Cost after iteration %d: %f' % (i, costs[-1]))
        parameters = update_parameters(parameters, L_layer_backward(HL, Y, memories), lr)
    return costs, parameters
""",
    "model: arguments in another order": """
def L_layer_model(X, Y, learning_rate, num_iterations, layers_dims):
    parameters = initialize_parameters(layers_dims)
    for _ in range(num_iterations):
        HL, memories = L_layer_forward(X, parameters)
        gradients = L_layer_backward(HL, Y, memories)
        parameters = update_parameters(parameters, gradients, learning_rate)
    return parameters
""",
    "model: parameters from outside": """
def L_layer_model(X, Y, parameters, learning_rate=0.1, num_iterations=5):
    for _ in range(num_iterations):
        HL, memories = L_layer_forward(X, parameters)
        gradients = L_layer_backward(HL, Y, memories)
        parameters = update_parameters(parameters, gradients, learning_rate)
    return parameters
""",
    "model: whole batches": """
def L_layer_model(X, Y, dimensions, learning_rate=0.1, num_iterations=5, batch_size=64):
    parameters = initialize_parameters(dimensions)
    for _ in range(num_iterations):
        for start in range(0, X.shape[1], batch_size):
            x, y = X[:, start:start + batch_size], Y[:, start:start + batch_size]
            HL, memories = L_layer_forward(x, parameters)
            gradients = L_layer_backward(HL, y, memories)
            parameters = update_parameters(parameters, gradients, learning_rate)
    return parameters
""",
}
