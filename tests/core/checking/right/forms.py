"""Functions whose form alone differs from the course's, each with words of what is said of it:
(the function, the words, the code to be put after the textbook's file)."""

FORMS = {
    "update: in place": (
        "update_parameters",
        "as -= does",
        """
def update_parameters(parameters, gradients, learning_rate):
    for l in range(1, len(parameters) // 2 + 1):
        parameters['W' + str(l)] -= learning_rate * gradients['dW' + str(l)]
        parameters['b' + str(l)] -= learning_rate * gradients['db' + str(l)]
    return parameters
""",
    ),
    "update: nothing returned": (
        "update_parameters",
        "returns nothing",
        """
def update_parameters(parameters, gradients, learning_rate):
    for name in parameters:
        parameters[name] -= learning_rate * gradients['d' + name]

def L_layer_model(X, Y, dimensions, learning_rate=0.1, num_iterations=100):
    parameters = initialize_parameters(dimensions)
    for i in range(num_iterations):
        HL, memories = L_layer_forward(X, parameters)
        update_parameters(parameters, L_layer_backward(HL, Y, memories), learning_rate)
    return parameters
""",
    ),
    "relu_backward: the slope at 0 is 1": (
        "relu_backward",
        "exactly 0",
        """
def relu_backward(dH, relu_memory):
    dZ = dH.copy()
    dZ[relu_memory < 0] = 0
    return dZ
""",
    ),
    "relu_backward: the slope at 0 is one half": (
        "layer_backward",
        "exactly 0",
        """
def relu_backward(dH, relu_memory):
    return dH * 0.5 * (1 + np.sign(relu_memory))
""",
    ),
    "relu_backward: into dH": (
        "relu_backward",
        "copies nothing",
        """
def relu_backward(dH, relu_memory):
    dZ = dH
    dZ[relu_memory <= 0] = 0
    return dZ
""",
    ),
    "L_layer_backward: into HL": (
        "L_layer_backward",
        "HL is written to",
        """
def L_layer_backward(HL, Y, memories):
    gradients, L, m = {}, len(memories), Y.shape[1]
    dZ = HL
    dZ -= Y
    for l in range(L, 0, -1):
        (H_prev, W, b), Z = memories[l - 1]
        dZ = dZ if l == L else relu_backward(dH, Z)
        gradients['dW%d' % l] = dZ @ H_prev.T / m
        gradients['db%d' % l] = dZ.mean(axis=1, keepdims=True)
        dH = W.T @ dZ
    return gradients
""",
    ),
    "the activations' names begin with capitals": (
        "layer_backward",
        "ReLU and Sigmoid",
        """
def layer_forward(H_prev, W, b, activation):
    Z = W @ H_prev + b
    if activation == 'ReLU':
        H = relu(Z)[0]
    elif activation == 'Sigmoid':
        H = sigmoid(Z)[0]
    elif activation == 'Softmax':
        H = softmax(Z)[0]
    return H, ((H_prev, W, b), Z)

def L_layer_forward(X, parameters):
    memories, H, L = [], X, len(parameters) // 2
    for l in range(1, L + 1):
        g = 'Softmax' if l == L else 'ReLU'
        H, memory = layer_forward(H, parameters['W%d' % l], parameters['b%d' % l], g)
        memories.append(memory)
    return H, memories

def layer_backward(dH, memory, activation):
    (H_prev, W, b), Z = memory
    if activation == 'ReLU':
        dZ = relu_backward(dH, Z)
    elif activation == 'Sigmoid':
        dZ = sigmoid_backward(dH, Z)
    m = dH.shape[1]
    return W.T @ dZ, dZ @ H_prev.T / m, dZ.mean(axis=1, keepdims=True)

def L_layer_backward(HL, Y, memories):
    gradients, L, m = {}, len(memories), Y.shape[1]
    (H_prev, W, b), Z = memories[-1]
    dZ = HL - Y
    gradients['dW%d' % L] = dZ @ H_prev.T / m
    gradients['db%d' % L] = dZ.mean(axis=1, keepdims=True)
    dH = W.T @ dZ
    for l in range(L - 1, 0, -1):
        dH, dW, db = layer_backward(dH, memories[l - 1], 'ReLU')
        gradients['dW%d' % l], gradients['db%d' % l] = dW, db
    return gradients
""",
    ),
    "layer_backward: the activation comes first": (
        "layer_backward",
        "another order",
        """
def layer_backward(activation, dH, memory):
    (H_prev, W, b), Z = memory
    dZ = relu_backward(dH, Z) if activation == 'relu' else sigmoid_backward(dH, Z)
    m = dH.shape[1]
    return W.T @ dZ, dZ @ H_prev.T / m, dZ.mean(axis=1, keepdims=True)

def L_layer_backward(HL, Y, memories):
    gradients, L, m = {}, len(memories), Y.shape[1]
    (H_prev, W, b), Z = memories[-1]
    dZ = HL - Y
    gradients['dW%d' % L] = dZ @ H_prev.T / m
    gradients['db%d' % L] = dZ.mean(axis=1, keepdims=True)
    dH = W.T @ dZ
    for l in range(L - 1, 0, -1):
        dH, gradients['dW%d' % l], gradients['db%d' % l] = layer_backward(
            'relu', dH, memories[l - 1]
        )
    return gradients
""",
    ),
    "three layers are asserted": (
        "L_layer_forward",
        "three layers alone: line",
        """
def L_layer_forward(X, parameters):
    assert len(parameters) == 6
    H1, memory1 = layer_forward(X, parameters['W1'], parameters['b1'], 'relu')
    H2, memory2 = layer_forward(H1, parameters['W2'], parameters['b2'], 'relu')
    HL, memory3 = layer_forward(H2, parameters['W3'], parameters['b3'], 'softmax')
    return HL, [memory1, memory2, memory3]
""",
    ),
    "the way back asks for the parameters": (
        "L_layer_backward",
        "other arguments",
        """
def L_layer_backward(HL, Y, memories, parameters):
    gradients, m, L = {}, Y.shape[1], len(parameters) // 2
    dZ = HL - Y
    for l in range(L, 0, -1):
        (H_prev, _, _), Z = memories[l - 1]
        if l < L:
            dZ = relu_backward(parameters['W%d' % (l + 1)].T @ dZ, Z)
        gradients['dW%d' % l] = dZ @ H_prev.T / m
        gradients['db%d' % l] = dZ.mean(axis=1, keepdims=True)
    return gradients

def L_layer_model(X, Y, dimensions, learning_rate=0.1, num_iterations=100):
    parameters = initialize_parameters(dimensions)
    for i in range(num_iterations):
        HL, memories = L_layer_forward(X, parameters)
        gradients = L_layer_backward(HL, Y, memories, parameters)
        parameters = update_parameters(parameters, gradients, learning_rate)
    return parameters
""",
    ),
}
