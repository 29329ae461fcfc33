"""Wrong hand-ins: for each, the function, the mistakes that are to be named (with the array they
are in), and the definitions that go in place of the textbook's."""

from __future__ import annotations

from textwrap import dedent, indent

Wrong = tuple[str, set[tuple[str, str]], str]


def _layer(
    ids: set[tuple[str, str]],
    *,
    dZ: str = "relu_backward(dH, Z) if activation == 'relu' else sigmoid_backward(dH, Z)",
    dW: str = "dZ @ H_prev.T / m",
    db: str = "dZ.sum(axis=1, keepdims=True) / m",
    dH_prev: str = "W.T @ dZ",
    m: str = "H_prev.shape[1]",
    returns: str = "dH_prev, dW, db",
) -> Wrong:
    code = f"""
    def layer_backward(dH, memory, activation='relu'):
        (H_prev, W, b), Z = memory
        m = {m}
        dZ = {dZ}
        dW = {dW}
        db = {db}
        dH_prev = {dH_prev}
        return {returns}
    """
    return "layer_backward", ids, dedent(code)


def _one(name: str, arguments: str, id: str, array: str, body: str) -> Wrong:
    code = f"def {name}({arguments}):\n{indent(dedent(body).strip(), '    ')}\n"
    return name, {(id, array)}, code


def _loss(id: str, expression: str) -> Wrong:
    body = f"m = Y.shape[1]\nreturn {expression}"
    return _one("compute_loss", "HL, Y", id, "loss", body)


LAYER = [
    _layer({("missing-1/m", "dW")}, dW="np.dot(dZ, H_prev.T)"),
    _layer({("missing-1/m", "db")}, db="np.sum(dZ, axis=1, keepdims=True)"),
    _layer({("missing-1/m", "dW"), ("missing-1/m", "db")}, m="1"),
    _layer({("1/m-twice", "dW")}, dW="1/m * np.dot(dZ, H_prev.T) / m"),
    _layer({("1/m-twice", "db")}, db="np.mean(dZ, axis=1, keepdims=True) / m"),
    _layer({("1/n-for-1/m", "dW"), ("1/n-for-1/m", "db")}, m="H_prev.shape[0]"),
    _layer({("1/n-for-1/m", "dW"), ("1/n-for-1/m", "db")}, m="len(dH)"),
    _layer({("m-fixed", "dW"), ("m-fixed", "db")}, m="5"),
    _layer({("times-m", "dW")}, dW="dZ @ H_prev.T * m"),
    _layer({("mean-over-entries", "db")}, db="np.sum(dZ, axis=1, keepdims=True) / dZ.size"),
    _layer({("product-transposed", "dW")}, dW="np.dot(H_prev, dZ.T) / m"),
    _layer({("H_prev-not-transposed", "dW")}, dW="np.dot(dZ, H_prev) / m"),
    _layer({("dZ-transposed", "dW")}, dW="np.dot(dZ.T, H_prev) / m"),
    _layer({("product-reversed", "dW")}, dW="np.dot(H_prev.T, dZ) / m"),
    _layer({("product-entrywise", "dW")}, dW="dZ * H_prev / m"),
    _layer({("dH-for-dZ", "dW")}, dW="np.dot(dH, H_prev.T) / m"),
    _layer({("db-keepdims", "db")}, db="np.sum(dZ, axis=1) / m"),
    _layer({("db-axis", "db")}, db="np.sum(dZ, axis=0, keepdims=True) / m"),
    _layer({("db-axis", "db")}, db="sum(dZ) / m"),
    _layer({("db-all", "db")}, db="np.sum(dZ) / m"),
    _layer({("db-not-summed", "db")}, db="dZ / m"),
    _layer({("db-lying", "db")}, db="np.sum(dZ, axis=1, keepdims=True).T / m"),
    _layer({("dH-for-dZ", "db")}, db="np.sum(dH, axis=1, keepdims=True) / m"),
    _layer({("W-not-transposed", "dH_prev")}, dH_prev="np.dot(W, dZ)"),
    _layer({("product-reversed", "dH_prev")}, dH_prev="np.dot(dZ, W)"),
    _layer({("product-transposed", "dH_prev")}, dH_prev="np.dot(dZ.T, W)"),
    _layer({("dH_prev-divided-by-m", "dH_prev")}, dH_prev="W.T @ dZ / m"),
    _layer({("dH-for-dZ", "dH_prev")}, dH_prev="W.T @ dH"),
    _layer({("dZ-for-dH_prev", "dH_prev")}, dH_prev="dZ"),
    _layer({("slope-missing", "dZ")}, dZ="dH"),
    _layer({("always-relu", "dZ")}, dZ="relu_backward(dH, Z)"),
    _layer({("always-sigmoid", "dZ")}, dZ="sigmoid_backward(dH, Z)"),
    _layer(
        {("activations-swapped", "dZ")},
        dZ="sigmoid_backward(dH, Z) if activation == 'relu' else relu_backward(dH, Z)",
    ),
    _layer(
        {("dZ-divided-by-m", "dZ")},
        dZ="relu_backward(dH, Z) / m if activation == 'relu' else sigmoid_backward(dH, Z) / m",
    ),
    _layer({("values-reordered", "dH_prev")}, returns="dW, db, dH_prev"),
    _layer({("too-many-values", "dH_prev")}, returns="dH_prev, dW, db, dZ"),
    _layer({("too-few-values", "dH_prev")}, returns="dW, db"),
    _layer({("no-return", "")}, returns="None"),
    _layer({("sign", "dW")}, dW="-dZ @ H_prev.T / m"),
    _layer({("zeros", "dW")}, dW="np.zeros(W.shape)"),
    _layer(
        {("H-for-H_prev", "dW")},
        dW="dZ @ {'relu': relu, 'sigmoid': sigmoid}[activation](Z)[0].T / m",
    ),
    _layer({("factor", "dW")}, dW="3.5 * dZ @ H_prev.T / m"),
    # Two at once, and some in disguise.
    _layer(
        {("missing-1/m", "dW"), ("db-keepdims", "db")},
        dW="np.einsum('im,jm->ij', dZ, H_prev)",
        db="np.mean(dZ, 1)",
    ),
    _layer(
        {("product-transposed", "dW"), ("missing-1/m", "dW")},
        dW="np.array([[np.vdot(h, d) for d in dZ] for h in H_prev])",
    ),
    _layer(
        {("missing-1/m", "db"), ("W-not-transposed", "dH_prev")},
        db="dZ @ np.ones((dZ.shape[1], 1))",
        dH_prev="np.matmul(W, dZ)",
    ),
    _layer(
        {("relu-mask-on-dH", "dZ"), ("1/m-twice", "dW")},
        dZ="np.where(dH < 0, 0, dH) if activation == 'relu' else sigmoid_backward(dH, Z)",
        dW="np.average(np.array([np.outer(d, h) for d, h in zip(dZ.T, H_prev.T)]), axis=0) / m",
    ),
    _layer(
        {("db-axis", "db"), ("dH_prev-divided-by-m", "dH_prev")},
        db="dZ.mean(0, keepdims=True) * len(dZ) / m",
        dH_prev="(dZ.T @ W).T / m",
    ),
    _layer(
        {("slope-missing", "dZ"), ("missing-1/m", "db")},
        dZ="dH.copy()",
        db="np.add.reduce(dZ, axis=1)[:, None]",
    ),
]

_BACK = ("relu_backward", "dH, relu_memory")
RELU = [
    _one(*_BACK, "relu-mask-on-dH", "dZ", "return dH * (dH > 0)"),
    _one(*_BACK, "relu-mask-on-dH", "dZ", "return np.maximum(dH, 0)"),
    _one(*_BACK, "relu-mask-reversed", "dZ", "return dH * (relu_memory <= 0)"),
    _one(*_BACK, "relu-mask-missing", "dZ", "return np.array(dH)"),
    _one(*_BACK, "relu-leaks", "dZ", "return np.where(relu_memory > 0, dH, 0.01 * dH)"),
    _one(*_BACK, "relu-not-derived", "dZ", "return dH * np.maximum(0, relu_memory)"),
    _one(*_BACK, "relu-times-Z", "dZ", "return dH * relu_memory"),
    _one(*_BACK, "relu-mask-above-one", "dZ", "return dH * (relu_memory > 1)"),
    _one(*_BACK, "dH-added", "dZ", "return dH + (relu_memory > 0)"),
    _one(*_BACK, "dH-dot", "dZ", "return np.dot(dH, relu_memory > 0)"),
    _one(*_BACK, "no-dH", "dZ", "return (relu_memory > 0).astype(float)"),
    _one(*_BACK, "dZ-divided-by-m", "dZ", "return dH * (relu_memory > 0) / dH.shape[1]"),
    _one(
        *_BACK,
        "no-return",
        "",
        """
        dZ = np.array(dH, copy=True)
        dZ[relu_memory <= 0] = 0
    """,
    ),
    _one(*_BACK, "too-many-values", "dZ", "return dH * (relu_memory > 0), relu_memory"),
    _one(*_BACK, "rounded", "dZ", "return np.round(dH * (relu_memory > 0), 2)"),
]

# The slope written out in layer_backward itself, for one of the two activations.
_RELU_SLOPES = {
    "relu-mask-reversed": "dH * (Z <= 0)",
    "relu-mask-on-dH": "dH * (dH > 0)",
    "relu-mask-missing": "1 * dH",
    "relu-leaks": "np.where(Z > 0, dH, dH / 100)",
    "relu-not-derived": "dH * np.maximum(Z, 0)",
    "relu-times-Z": "dH * Z",
    "relu-mask-above-one": "dH * (Z > 1)",
}
_SIGMOID_SLOPES = {
    "sigmoid-plus": "dH * s * (1 + s)",
    "sigmoid-negative-slope": "-dH * s * (1 - s)",
    "sigmoid-not-derived": "dH * s",
    "sigmoid-half-derived": "dH * (1 - s)",
    "sigmoid-parentheses": "dH * s * 1 - s",
    "sigmoid-twice": "sigmoid_backward(dH, s)",
    "sigmoid-from-dH": "sigmoid_backward(dH, dH)",
    "sigmoid-square": "dH - dH * s ** 2",
    "sigmoid-is-tanh": "dH / np.cosh(Z) ** 2",
}


def _written_out(id: str, relu: str = "dH * (Z > 0)", sigmoid: str = "dH * s * (1 - s)") -> Wrong:
    body = f"{relu} if activation == 'relu' else (lambda s: {sigmoid})(1 / (1 + np.exp(-Z)))"
    return _layer({(id, "dZ")}, dZ=body)


SLOPES = [
    *(_written_out(id, relu=each) for id, each in _RELU_SLOPES.items()),
    *(_written_out(id, sigmoid=each) for id, each in _SIGMOID_SLOPES.items()),
    _written_out("no-dH", "(Z > 0) * 1.0", "s * (1 - s)"),
    _written_out("dH-added", "dH + (Z > 0)", "dH + s * (1 - s)"),
    _written_out("dH-dot", "dH @ (Z > 0)", "dH @ (s * (1 - s))"),
    _written_out("mask-from-H_prev", relu="dH * (H_prev > 0)"),
    _layer({("W-for-H_prev", "dW")}, dW="dZ @ W / m"),
    _layer({("Z-for-H_prev", "dW")}, dW="dZ @ Z.T / m"),
    _layer({("half", "dW")}, dW="dZ @ H_prev.T / (2 * m)"),
    _layer({("b-for-dZ", "db")}, db="np.sum(b, axis=1, keepdims=True) / m"),
    _layer({("H_prev-for-W", "dH_prev")}, dH_prev="H_prev.T @ dZ"),
    _layer({("dH-returned", "dH_prev")}, dH_prev="dH"),
    _layer({("dH_prev-times-m", "dH_prev")}, dH_prev="m * (W.T @ dZ)"),
]

# More mistakes than can be explained at once: what can be is named.
PARTLY = [
    _layer(
        {("relu-mask-on-dH", "dZ"), ("sigmoid-derivative-from-Z", "dZ"), ("missing-1/m", "dW")},
        dZ="dH * (dH > 0) if activation == 'relu' else dH * Z * (1 - Z)",
        dW="dZ @ H_prev.T",
    ),
    _layer({("missing-1/m", "dW")}, dW="dZ @ H_prev.T", db="np.cos(b)"),
    _layer({("db-all", "db")}, db="np.mean(dZ)"),
    _layer({("db-axis", "db")}, db="np.mean(dZ, axis=0)"),
]

_SIGMOID_BACK = ("sigmoid_backward", "dH, sigmoid_memory")


def _slope(id: str, array: str, slope: str) -> Wrong:
    body = f"Z = sigmoid_memory\ns = 1 / (1 + np.exp(-Z))\nreturn {slope}"
    return _one(*_SIGMOID_BACK, id, array, body)


SIGMOID = [
    _slope("sigmoid-derivative-from-Z", "dZ", "dH * Z * (1 - Z)"),
    _slope("sigmoid-plus", "dZ", "dH * s * (1 + s)"),
    _slope("sigmoid-negative-slope", "dZ", "dH * s * (s - 1)"),
    _slope("sigmoid-not-derived", "dZ", "dH * s"),
    _slope("sigmoid-half-derived", "dZ", "dH * (1 - s)"),
    _slope("sigmoid-parentheses", "dZ", "dH * (s * 1 - s)"),
    _slope("sigmoid-parentheses", "dZ", "dH * s * 1 - s"),
    _slope("sigmoid-twice", "dZ", "dH * sigmoid(s)[0] * (1 - sigmoid(s)[0])"),
    _slope("sigmoid-from-dH", "dZ", "dH * sigmoid(dH)[0] * (1 - sigmoid(dH)[0])"),
    _slope("sigmoid-square", "dZ", "dH * (1 - s ** 2)"),
    _slope("sigmoid-is-tanh", "dZ", "dH * (1 - np.tanh(Z) ** 2)"),
    _slope("no-dH", "dZ", "s * (1 - s)"),
    _slope("dH-added", "dZ", "dH + s * (1 - s)"),
    _slope("dH-dot", "dZ", "np.dot(dH, s * (1 - s))"),
    _slope("dZ-divided-by-m", "dZ", "dH * s * (1 - s) / dH.shape[1]"),
]

LOSS = [
    _loss("loss-largest", "-np.min(Y * np.log(HL)) / m"),
    _loss("one-times-HL", "-np.sum(HL * np.log(HL)) / m"),
    _loss("factor", "-0.7 * np.sum(Y * np.log(HL)) / m"),
    _loss("missing-1/m", "-np.sum(Y * np.log(HL))"),
    _loss("1/m-twice", "-np.sum(Y * np.log(HL)) / m ** 2"),
    _loss("mean-over-entries", "-np.mean(Y * np.log(HL))"),
    _loss("mean-over-entries", "-(1 / Y.size) * np.sum(Y * np.log(HL))"),
    _loss("1/n-for-1/m", "-np.sum(Y * np.log(HL)) / len(Y)"),
    _loss("loss-sign", "np.sum(Y * np.log(HL)) / m"),
    _loss("loss-halved", "-np.sum(Y * np.log(HL)) / (2 * m)"),
    _loss("Y-and-HL-swapped", "-np.sum(HL * np.log(Y)) / m"),
    _loss("Y-and-HL-swapped", "-np.sum(HL * np.log(Y + 1e-8)) / m"),
    _loss("Y-and-HL-swapped", "-np.sum(HL * np.log(np.clip(Y, 1e-12, 1))) / m"),
    _loss("binary-cross-entropy", "-np.sum(Y * np.log(HL) + (1 - Y) * np.log(1 - HL)) / m"),
    _loss("log10", "-np.sum(Y * np.log10(HL)) / m"),
    _loss("log2", "-np.sum(Y * np.log2(HL)) / m"),
    _loss("log-missing", "-np.sum(Y * HL) / m"),
    _loss("log-of-one-minus", "-np.sum(Y * np.log(1 - HL)) / m"),
    _loss("log-without-Y", "-np.sum(np.log(HL)) / m"),
    _loss("squared-error", "np.sum((HL - Y) ** 2) / m"),
    _loss("loss-dot", "-np.dot(Y, np.log(HL).T) / m"),
    _loss("loss-dot", "-np.sum(np.dot(Y, np.log(HL).T)) / m"),
    _loss("loss-dot", "-np.dot(np.log(HL), Y.T) / m"),
    _loss("loss-dot", "-np.dot(Y.T, np.log(HL)) / m"),
    _loss("loss-not-summed", "-Y * np.log(HL) / m"),
    _loss("loss-of-each-example", "-np.sum(Y * np.log(HL), axis=0) / m"),
    _loss("loss-of-each-digit", "-np.sum(Y * np.log(HL), axis=1) / m"),
    _one("compute_loss", "HL, Y", "no-return", "", "loss = -np.sum(Y * np.log(HL))"),
    _one("compute_loss", "HL, Y", "blank", "", "loss = ...\nreturn loss"),
    (
        "compute_loss",
        {("loss-sign", "loss"), ("missing-1/m", "loss")},
        "def compute_loss(HL, Y):\n    return sum(np.log(p) for p in HL[Y == 1])\n",
    ),
    (
        "compute_loss",
        {("log10", "loss"), ("mean-over-entries", "loss")},
        "def compute_loss(HL, Y):\n    return -np.mean(np.where(Y, np.log(HL) / np.log(10), 0))\n",
    ),
]

_Z = "Z"
FORWARD = [
    _one("sigmoid", _Z, "sigmoid-sign", "H", "return 1 / (1 + np.exp(Z)), Z"),
    _one("sigmoid", _Z, "sigmoid-parentheses", "H", "return 1 / 1 + np.exp(-Z), Z"),
    _one("sigmoid", _Z, "sigmoid-minus", "H", "return 1 / (1 - np.exp(-Z)), Z"),
    _one("sigmoid", _Z, "sigmoid-slope", "H", "s = 1 / (1 + np.exp(-Z))\nreturn s * (1 - s), Z"),
    _one("sigmoid", _Z, "sigmoid-exp", "H", "return np.exp(-Z), Z"),
    _one(
        "softmax",
        _Z,
        "memory-is-H",
        "memory",
        "e = np.exp(Z - Z.max(axis=0))\nH = e / e.sum(axis=0)\nreturn H, H",
    ),
    _one("sigmoid", _Z, "sigmoid-is-tanh", "H", "return np.tanh(Z), Z"),
    _one("sigmoid", _Z, "memory-is-H", "memory", "H = 1 / (1 + np.exp(-Z))\nreturn H, H"),
    _one("relu", _Z, "relu-leaks", "H", "return np.maximum(Z, 0.01 * Z), Z"),
    _one("relu", _Z, "relu-is-mask", "H", "return (Z > 0) * 1.0, Z"),
    _one("relu", _Z, "relu-minimum", "H", "return np.minimum(Z, 0), Z"),
    _one("relu", _Z, "relu-abs", "H", "return abs(Z), Z"),
    _one("relu", _Z, "relu-max", "H", "return max(0, np.max(Z)), Z"),
    _one("relu", _Z, "relu-nothing", "H", "return Z, Z"),
    _one("relu", _Z, "memory-is-H", "memory", "H = np.maximum(0, Z)\nreturn H, H"),
    _one(
        "softmax",
        _Z,
        "softmax-axis",
        "H",
        "e = np.exp(Z)\nreturn e / e.sum(axis=1, keepdims=True), Z",
    ),
    _one("softmax", _Z, "softmax-all", "H", "return np.exp(Z) / np.sum(np.exp(Z)), Z"),
    _one("softmax", _Z, "softmax-is-sigmoid", "H", "return sigmoid(Z)"),
    _one("softmax", _Z, "softmax-no-sum", "H", "return np.exp(Z), Z"),
    _one("softmax", _Z, "softmax-no-exp", "H", "return Z / Z.sum(axis=0), Z"),
    _one(
        "softmax",
        _Z,
        "softmax-log",
        "H",
        "e = np.exp(Z - Z.max(axis=0))\nreturn np.log(e / e.sum(axis=0)), Z",
    ),
]


def _forward(
    ids: set[tuple[str, str]], Z: str = "W @ H_prev + b", H: str = "g(Z)", memory: str = ""
) -> Wrong:
    memory = memory or "((H_prev, W, b), Z)"
    code = f"""
    def layer_forward(H_prev, W, b, activation='relu'):
        g = lambda Z: {{'relu': relu, 'sigmoid': sigmoid, 'softmax': softmax}}[activation](Z)[0]
        Z = {Z}
        H = {H}
        return H, {memory}
    """
    return "layer_forward", ids, dedent(code)


LAYER_FORWARD = [
    _forward({("W-transposed", "Z")}, Z="W.T @ H_prev + b"),
    _forward({("product-reversed", "Z")}, Z="H_prev @ W + b"),
    _forward({("product-entrywise", "Z")}, Z="W * H_prev + b"),
    _forward({("b-missing", "Z")}, Z="W @ H_prev"),
    _forward({("b-subtracted", "Z")}, Z="W @ H_prev - b"),
    _forward({("b-along-the-row", "Z")}, Z="W @ H_prev + b.ravel()"),
    _forward({("activation-missing", "H")}, H="Z"),
    _forward({("always-relu", "H")}, H="relu(Z)[0]"),
    _forward({("always-sigmoid", "H")}, H="sigmoid(Z)[0]"),
    _forward({("activation-twice", "H")}, H="g(g(Z))"),
    _forward(
        {("activations-swapped", "H")},
        H="{'sigmoid': relu, 'relu': sigmoid}[activation](Z)[0]",
    ),
    _forward({("b-multiplied", "Z")}, Z="(W @ H_prev) * b"),
    _forward({("relu-leaks", "H")}, H="np.maximum(Z, 0.01 * Z) if activation == 'relu' else g(Z)"),
    _forward({("memory-is-H", "Z in memory")}, memory="((H_prev, W, b), H)"),
    _forward({("memory-H-for-H_prev", "H_prev in memory")}, memory="((H, W, b), Z)"),
    _forward({("b-missing", "Z"), ("activation-missing", "H")}, Z="W @ H_prev", H="Z + 0"),
]


def _network(ids: set[tuple[str, str]], hidden: str, last: str, L: str = "") -> Wrong:
    code = f"""
    def L_layer_forward(X, parameters):
        H, memories, L = X, [], {L or "len(parameters) // 2"}
        for l in range(1, L + 1):
            W, b = parameters[f'W{{l}}'], parameters[f'b{{l}}']
            Z = W @ H + b
            memories.append(((H, W, b), Z))
            H = {last} if l == L else {hidden}
        return H, memories
    """
    return "L_layer_forward", ids, dedent(code)


NETWORK = [
    _network({("softmax-axis", "HL")}, "relu(Z)[0]", "softmax(Z.T)[0].T"),
    _network(
        {("last-layer-missing", "HL")}, "relu(Z)[0]", "relu(Z)[0]", "len(parameters) // 2 - 1"
    ),
    (
        "L_layer_forward",
        {("b-missing", "HL")},
        dedent("""
        def L_layer_forward(X, parameters):
            H, memories, L = X, [], len(parameters) // 2
            for l in range(1, L + 1):
                W, b = parameters[f'W{l}'], parameters[f'b{l}']
                Z = W @ H
                memories.append(((H, W, b), Z))
                H = relu(Z)[0] if l < L else softmax(Z)[0]
            return H, memories
        """),
    ),
    (
        "layer_forward",
        {("memory-form", "memory")},
        dedent("""
        def layer_forward(H_prev, W, b, activation='relu'):
            Z = W @ H_prev + b
            return {'relu': relu, 'sigmoid': sigmoid}[activation](Z)[0], (H_prev, W, b, Z)
        """),
    ),
    _network({("output-sigmoid", "HL")}, "relu(Z)[0]", "sigmoid(Z)[0]"),
    _network({("output-relu", "HL")}, "relu(Z)[0]", "relu(Z)[0]"),
    _network({("output-linear", "HL")}, "relu(Z)[0]", "Z"),
    _network({("hidden-sigmoid", "HL")}, "sigmoid(Z)[0]", "softmax(Z)[0]"),
    _network({("hidden-linear", "HL")}, "Z", "softmax(Z)[0]"),
    _network(
        {("hidden-sigmoid", "HL"), ("output-sigmoid", "HL")}, "sigmoid(Z)[0]", "sigmoid(Z)[0]"
    ),
    _network({("hidden-softmax", "HL")}, "softmax(Z)[0]", "softmax(Z)[0]"),
]


def _back(
    ids: set[tuple[str, str]],
    dZ: str = "HL - Y",
    m: str = "Y.shape[1]",
    slope: str = "(Z > 0)",
    W: str = "W.T",
    name: str = "l",
) -> Wrong:
    code = f"""
    def L_layer_backward(HL, Y, memories):
        gradients, L, m = {{}}, len(memories), {m}
        dZ = {dZ}
        for l in range(L, 0, -1):
            (H_prev, W, b), Z = memories[l - 1]
            if l < L:
                dZ = dH * {slope}
            gradients[f'dW{{{name}}}'] = dZ @ H_prev.T / m
            gradients[f'db{{{name}}}'] = dZ.sum(axis=1, keepdims=True) / m
            dH = {W} @ dZ
        return gradients
    """
    return "L_layer_backward", ids, dedent(code)


_OUT = "dZ"
_HIDDEN = "dZ"
BACK = [
    _back({("1/m-twice", _OUT)}, m="Y.shape[1] ** 2"),
    _back({("W-not-transposed", _HIDDEN)}, W="W"),
    _back({("hidden-sigmoid", _HIDDEN)}, slope="sigmoid(Z)[0] * (1 - sigmoid(Z)[0])"),
    _back({("relu-mask-reversed", _HIDDEN)}, slope="(Z <= 0)"),
    _back({("output-relu", _OUT)}, dZ="(HL - Y) * (memories[-1][1] > 0)"),
    _back({("missing-entry", "dW3")}, name="l - 1"),
    _back({("output-sign", _OUT)}, dZ="Y - HL"),
    _back({("1/m-twice", _OUT)}, dZ="(HL - Y) / Y.shape[1]"),
    _back({("output-dH", _OUT)}, dZ="-np.divide(Y, HL)"),
    _back({("output-dH-binary", _OUT)}, dZ="-(Y / HL - (1 - Y) / (1 - HL))"),
    _back({("output-sigmoid", _OUT)}, dZ="(HL - Y) * HL * (1 - HL)"),
    _back({("output-relu", _OUT)}, dZ="np.where(memories[-1][1] > 0, -Y / HL, 0)"),
    _back({("output-sigmoid", _OUT)}, dZ="-Y / HL * HL * (1 - HL)"),
    _back({("output-doubled", _OUT)}, dZ="2 * (HL - Y)"),
    _back({("slope-missing", _HIDDEN)}, slope="1"),
    _back({("missing-1/m", "dW and db")}, m="1"),
    _back({("layers-reversed", "dW and db")}, name="L + 1 - l"),
    _back({("output-sign", _OUT), ("missing-1/m", "dW and db")}, dZ="Y - HL", m="1"),
    _back({("output-sign", _OUT), ("slope-missing", _HIDDEN)}, dZ="Y - HL", slope="1."),
]


def _update(ids: set[tuple[str, str]], W: str = "W - r * dW", b: str = "b - r * db") -> Wrong:
    code = f"""
    def update_parameters(parameters, gradients, r):
        new = {{}}
        for l in range(1, len(parameters) // 2 + 1):
            W, b = parameters[f'W{{l}}'], parameters[f'b{{l}}']
            dW, db = gradients[f'dW{{l}}'], gradients[f'db{{l}}']
            new[f'W{{l}}'] = {W}
            new[f'b{{l}}'] = {b}
        return new
    """
    return "update_parameters", ids, dedent(code)


UPDATE = [
    _update({("rate-twice", "parameters")}, "W - r * r * dW", "b - r ** 2 * db"),
    _update({("W-and-b-mixed", "W1")}, W="W - r * db"),
    _update(
        {("first-layer-missing", "parameters")}, "W - r * dW * (l > 1)", "b - r * db * (l > 1)"
    ),
    _update({("update-uphill", "parameters")}, "W + r * dW", "b + r * db"),
    _update({("rate-missing", "parameters")}, "W - dW", "b - db"),
    _update({("rate-divides", "parameters")}, "W - dW / r", "b - db / r"),
    _update({("rate-fixed", "parameters")}, "W - 0.01 * dW", "b - 0.01 * db"),
    _update({("gradients-returned", "parameters")}, "r * dW", "r * db"),
    _update({("W-unchanged", "W1")}, W="W"),
    _update({("b-unchanged", "b1")}, b="b"),
    _update({("W-unchanged", "W1"), ("b-unchanged", "b1")}, W="W", b="b.copy()"),
    (
        "update_parameters",
        {("last-layer-missing", "parameters")},
        dedent("""
        def update_parameters(parameters, gradients, learning_rate):
            new = dict(parameters)
            for l in range(1, len(parameters) // 2):
                for name in (f'W{l}', f'b{l}'):
                    new[name] = parameters[name] - learning_rate * gradients['d' + name]
            return new
        """),
    ),
]


def _model(id: str, loop: str, update: str, more: str = "") -> Wrong:
    code = f"""
    def L_layer_model(X, Y, dimensions, learning_rate=0.0075, num_iterations=3000):
        parameters = initialize_parameters(dimensions)
        first = parameters
        for i in range({loop}):
            HL, memories = L_layer_forward(X, parameters)
            gradients = L_layer_backward(HL, Y, memories)
            {update}
            {more}
        return parameters
    """
    return "L_layer_model", {(id, "parameters")}, dedent(code)


_STEP = "parameters = update_parameters(parameters, gradients, learning_rate)"
MODEL = [
    _model("model-starts-again", "num_iterations", _STEP.replace("(parameters,", "(dict(first),")),
    _model("model-not-updated", "num_iterations", "_STEP = {**gradients}"),
    _model("model-one-step", "1", _STEP),
    _model("model-one-too-few", "1, num_iterations", _STEP),
    _model("model-one-too-many", "num_iterations + 1", _STEP),
    _model("model-rate-fixed", "num_iterations", _STEP.replace("learning_rate", "0.0075")),
    _model("model-uphill", "num_iterations", _STEP.replace("learning_rate", "-learning_rate")),
]


def _start(
    id: str,
    array: str,
    W: str = "np.random.randn(n, p) * 0.1",
    b: str = "np.zeros((n, 1))",
) -> Wrong:
    code = f"""
    def initialize_parameters(dimensions):
        parameters = {{}}
        for l in range(1, len(dimensions)):
            n, p = dimensions[l], dimensions[l - 1]
            parameters['W' + str(l)] = {W}
            parameters['b' + str(l)] = {b}
        return parameters
    """
    return "initialize_parameters", {(id, array)}, dedent(code)


START = [
    _start("init-zeros", "W1", W="np.zeros((n, p))"),
    _start("init-equal", "W1", W="np.ones((n, p)) * 0.1"),
    _start("init-transposed", "W1", W="np.random.randn(p, n) * 0.1"),
    _start("init-one-sided", "W1", W="np.random.rand(n, p) * 0.1"),
    _start("init-too-wide", "W1", W="np.random.randn(n, p)"),
    _start("init-not-floating", "W1", W="np.random.randint(-5, 6, (n, p))"),
    _start("init-b-flat", "b1", b="np.zeros(n)"),
    _start("init-b-lying", "b1", b="np.zeros((1, n))"),
    _start("init-b-of-inputs", "b1", b="np.zeros((p, 1))"),
]

WRONG = [
    *LAYER,
    *SLOPES,
    *PARTLY,
    *RELU,
    *SIGMOID,
    *LOSS,
    *FORWARD,
    *LAYER_FORWARD,
    *NETWORK,
    *BACK,
    *UPDATE,
    *MODEL,
    *START,
]
