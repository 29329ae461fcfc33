"""Functions of the way forward that are right in other ways than the textbook's, each to be put
after its file."""

FORWARD_WAYS = {
    "sigmoid: tanh": """
def sigmoid(Z):
    return 0.5 * (np.tanh(0.5 * Z) + 1), Z
""",
    "sigmoid: power of e": """
import math
def sigmoid(Z):
    H = math.e ** Z / (1 + math.e ** Z)
    return (H, Z)
""",
    "sigmoid: piecewise": """
def sigmoid(Z):
    H = np.empty(Z.shape)
    positive = Z >= 0
    H[positive] = 1 / (1 + np.exp(-Z[positive]))
    e = np.exp(Z[~positive])
    H[~positive] = e / (1 + e)
    return H, Z
""",
    "sigmoid: vectorize": """
import math
_one = np.vectorize(lambda z: 1 / (1 + math.exp(-z)), otypes=[float])
def sigmoid(Z):
    return _one(Z), Z
""",
    "sigmoid: reciprocal": """
def sigmoid(Z):
    denominator = np.add(1, np.exp(np.negative(Z)))
    return np.reciprocal(denominator), Z
""",
    "sigmoid: clipped": """
def sigmoid(Z):
    return 1 / (1 + np.exp(-np.clip(Z, -500, 500))), Z
""",
    "sigmoid: a copy for the memory": """
def sigmoid(Z):
    memory = Z.copy()
    H = 1.0 / (1.0 + np.exp(-memory))
    assert H.shape == Z.shape
    return H, memory
""",
    "relu: where": """
def relu(Z):
    return np.where(Z > 0, Z, 0), Z
""",
    "relu: mask": """
def relu(Z):
    return Z * (Z > 0), Z
""",
    "relu: half of the sum": """
def relu(Z):
    return (Z + np.abs(Z)) / 2, Z
""",
    "relu: copy and index": """
def relu(Z):
    H = np.copy(Z)
    H[H < 0] = 0.
    return H, Z
""",
    "relu: clip": """
def relu(Z):
    return np.clip(Z, 0, None), Z
""",
    "relu: loops": """
def relu(Z):
    H = np.zeros(Z.shape)
    for i in range(Z.shape[0]):
        for j in range(Z.shape[1]):
            if Z[i, j] > 0:
                H[i, j] = Z[i, j]
    return H, Z
""",
    "softmax: log-sum-exp": """
def softmax(Z):
    top = np.amax(Z, axis=0)
    return np.exp(Z - top - np.log(np.sum(np.exp(Z - top), axis=0))), Z
""",
    "softmax: columns one by one": """
def softmax(Z):
    H = np.zeros_like(Z, dtype=float)
    for k in range(Z.shape[1]):
        e = np.exp(Z[:, k] - max(Z[:, k]))
        H[:, k] = e / sum(e)
    return H, Z
""",
    "softmax: transposed within": """
def softmax(Z):
    e = np.exp(Z.T - np.max(Z.T, axis=1, keepdims=True))
    return (e / e.sum(axis=1, keepdims=True)).T, Z
""",
    "softmax: of ten alone": """
def softmax(Z):
    e = np.exp(Z - Z.max(axis=0))
    H = e / np.sum(e, axis=-2)
    return H, Z
""",
    "initialize: He": """
def initialize_parameters(dimensions):
    rng = np.random.default_rng(1)
    parameters = {}
    for l, (before, after) in enumerate(zip(dimensions, dimensions[1:]), start=1):
        parameters[f"W{l}"] = rng.normal(0, np.sqrt(2 / before), (after, before))
        parameters[f"b{l}"] = np.zeros((after, 1))
    return parameters
""",
    "initialize: Xavier, uniform": """
def initialize_parameters(dimensions):
    p = dict()
    for l in range(len(dimensions) - 1):
        limit = np.sqrt(6 / (dimensions[l] + dimensions[l + 1]))
        p['W' + str(l + 1)] = np.random.uniform(-limit, limit, (dimensions[l + 1], dimensions[l]))
        p['b' + str(l + 1)] = np.zeros(shape=(dimensions[l + 1], 1))
    return p
""",
    "initialize: of the course's ends alone": """
def initialize_parameters(dimensions):
    assert dimensions[0] == 784 and dimensions[-1] == 10
    np.random.seed(3)
    parameters = {}
    for l in range(1, len(dimensions)):
        W = np.random.randn(dimensions[l], dimensions[l - 1])
        parameters["W%d" % l] = W / np.sqrt(dimensions[l - 1])
        parameters["b%d" % l] = np.zeros((dimensions[l], 1))
    return parameters
""",
    "layer_forward: no softmax": """
def layer_forward(H_prev, W, b, activation):
    Z = W.dot(H_prev) + b
    if activation == "sigmoid":
        H, activation_memory = sigmoid(Z)
    elif activation == "relu":
        H, activation_memory = relu(Z)
    return H, ((H_prev, W, b), activation_memory)

def L_layer_forward(X, parameters):
    memories, H, L = [], X, len(parameters) // 2
    for l in range(1, L):
        H, memory = layer_forward(H, parameters['W%d' % l], parameters['b%d' % l], 'relu')
        memories.append(memory)
    Z = parameters['W%d' % L] @ H + parameters['b%d' % L]
    HL, _ = softmax(Z)
    return HL, memories + [((H, parameters['W%d' % L], parameters['b%d' % L]), Z)]
""",
    "layer_forward: matmul and add": """
def layer_forward(H_prev, W, b, activation='relu'):
    product = np.matmul(W, H_prev)
    Z = np.add(product, b)
    functions = dict(relu=relu, sigmoid=sigmoid, softmax=softmax)
    H, memory = functions[activation](Z)
    assert H.shape == (W.shape[0], H_prev.shape[1])
    return H, ((H_prev, W, b), memory)
""",
    "layer_forward: match": """
def layer_forward(H_prev, W, b, activation='relu'):
    Z = np.tensordot(W, H_prev, axes=1) + b
    match activation:
        case 'relu':
            H = Z.clip(min=0)
        case 'sigmoid':
            H = sigmoid(Z)[0]
        case _:
            H = softmax(Z)[0]
    return [H, [[H_prev, W, b], Z]]
""",
    "L_layer_forward: ten outputs are asserted": """
def L_layer_forward(X, parameters):
    memories, H, L = [], X, len(parameters) // 2
    for l in range(1, L + 1):
        g = 'softmax' if l == L else 'relu'
        H, memory = layer_forward(H, parameters['W' + str(l)], parameters['b' + str(l)], g)
        memories.append(memory)
    assert H.shape == (10, X.shape[1])
    return H, memories
""",
    "L_layer_forward: images are asserted": """
def L_layer_forward(X, parameters):
    assert X.shape[0] == 28 * 28, "an image has 784 pixels"
    memories = []
    H = X
    for l in range(1, len(parameters) // 2 + 1):
        last = f"W{l + 1}" not in parameters
        g = 'softmax' if last else 'relu'
        H, memory = layer_forward(H, parameters[f"W{l}"], parameters[f"b{l}"], g)
        memories.append(memory)
    return H, tuple(memories)
""",
    "initialize: asks for a seed": """
def initialize_parameters(dimensions, seed):
    rng = np.random.default_rng(seed)
    parameters = {}
    for l in range(1, len(dimensions)):
        parameters[f"W{l}"] = 0.1 * rng.standard_normal((dimensions[l], dimensions[l - 1]))
        parameters[f"b{l}"] = np.zeros((dimensions[l], 1))
    return parameters

def L_layer_model(X, Y, dimensions, learning_rate, num_iterations):
    parameters = initialize_parameters(dimensions, 3)
    for _ in range(num_iterations):
        HL, memories = L_layer_forward(X, parameters)
        gradients = L_layer_backward(HL, Y, memories)
        parameters = update_parameters(parameters, gradients, learning_rate)
    return parameters
""",
}
