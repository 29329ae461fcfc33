"""Statements in one form, however they are written, and which of them are right in the course.

`1. / m * np.dot(dZ, A_prev.T)` and `dZ @ H_prev.T * (1 / m)` differ only in how they are written.
What is left of a wrong function without the statements that are right is where its mistake is.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from textwrap import indent

# Other words for the course's names.
_NAMES = {
    **{"da": "dH", "da_prev": "dH_prev", "a_prev": "H_prev", "al": "HL", "dh": "dH", "dz": "dZ"},
    **{
        "a": "H",
        "params": "parameters",
        "grads": "gradients",
        "grad": "gradients",
        "cache": "memory",
    },
    **{
        "caches": "memories",
        "lr": "learning_rate",
        "alpha": "learning_rate",
        "eta": "learning_rate",
    },
    **{"linear_cache": "linear_memory", "activation_cache": "activation_memory", "cost": "loss"},
    **{
        "costs": "losses",
        "layer_dims": "dimensions",
        "layers_dims": "dimensions",
        "eps": "epsilon",
    },
    **{
        "yhat": "HL",
        "y_hat": "HL",
        "probs": "HL",
        "num_layers": "L",
        "n_layers": "L",
        "dal": "dHL",
    },
    **{
        "sigmoid_memory": "Z",
        "relu_memory": "Z",
        "activation_memory": "Z",
        "softmax_memory": "Z",
        "act": "Z",
    },
}  # by small letters
_PRODUCTS = {"dot", "matmul"}
_OPERATIONS = {"multiply": ast.Mult, "add": ast.Add, "subtract": ast.Sub, "divide": ast.Div}
_ORDERLESS = (ast.Mult, ast.Add)
_METHODS = {"sum", "mean", "max", "reshape", "copy", "squeeze"}
_MODULES = {"np", "numpy", "math"}

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


def is_right(statement: ast.stmt) -> bool:
    """Whether the course has this very statement."""
    return form_of(statement) in _right_forms()


def form_of(statement: ast.stmt) -> str:
    """The statement as text, the same for all ways to write it; without the body of a loop or a
    branch. "" for what is too deep."""
    head = _head(statement)
    try:
        return ast.unparse(_Form().visit(head))
    except (RecursionError, ValueError):
        return ""


@cache
def _right_forms() -> frozenset[str]:
    return frozenset(map(form_of, _parsed(RIGHT)))


def _parsed(text: str) -> list[ast.stmt]:
    """Statements, return among them."""
    function = ast.parse("def course():\n" + indent(text, "    ")).body[0]
    assert isinstance(function, ast.FunctionDef)
    return function.body


def _head(statement: ast.stmt) -> ast.AST:
    """A copy, without the statements in it."""
    text = ast.unparse(_without_bodies(statement))
    return _parsed(text)[0] if text else statement


def _without_bodies(statement: ast.stmt) -> ast.stmt:
    bare: list[ast.stmt] = [ast.Pass()]
    match statement:
        case ast.For(target=target, iter=iterated):
            return ast.copy_location(ast.For(target, iterated, bare, []), statement)
        case ast.While(test=test):
            return ast.copy_location(ast.While(test, bare, []), statement)
        case ast.If(test=test):
            return ast.copy_location(ast.If(test, bare, []), statement)
        case ast.With(items=items):
            return ast.copy_location(ast.With(items, bare), statement)
        case ast.Assign() | ast.AugAssign() | ast.AnnAssign() | ast.Return() | ast.Expr():
            return statement
    return ast.copy_location(ast.Pass(), statement)


class _Form(ast.NodeTransformer):
    def visit_Name(self, node: ast.Name) -> ast.AST:
        return ast.Name(_NAMES.get(node.id.lower(), node.id), node.ctx)

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        match node.value:
            case bool():
                return node
            case int() | float():
                return ast.Constant(float(node.value))
            case str():
                return ast.Constant(re.sub(r"^dA", "dH", node.value))  # of a key
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        if isinstance(node.value, ast.Name) and node.value.id in _MODULES:
            return ast.Name(node.attr, ast.Load())
        return self.generic_visit(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        """f"W{l}" as 'W' + str(l)."""
        parts: list[ast.expr] = []
        for each in node.values:
            if isinstance(each, ast.FormattedValue):
                value = self.visit(each.value)
                parts.append(ast.Call(ast.Name("str", ast.Load()), [value], []))
            else:
                parts.append(self.visit(each))
        whole = parts[0] if parts else ast.Constant("")
        for part in parts[1:]:
            whole = ast.BinOp(whole, ast.Add(), part)
        return whole

    def visit_Call(self, node: ast.Call) -> ast.AST:
        made = self.generic_visit(node)
        assert isinstance(made, ast.Call)
        match made:
            case ast.Call(ast.Attribute(ast.Constant(str() as text), "format"), [value]):
                return _joined(text.removesuffix("{}"), value)
        name = made.func.id if isinstance(made.func, ast.Name) else ""
        if isinstance(made.func, ast.Attribute) and made.func.attr in _PRODUCTS | _METHODS:
            name, made.args = made.func.attr, [made.func.value, *made.args]
            made.func = ast.Name(name, ast.Load())
        if name in _PRODUCTS and len(made.args) == 2:
            return ast.BinOp(made.args[0], ast.MatMult(), made.args[1])
        if name in _OPERATIONS and len(made.args) == 2:
            return self._ordered(ast.BinOp(made.args[0], _OPERATIONS[name](), made.args[1]))
        made.keywords.sort(key=lambda each: each.arg or "")
        return made

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        made = self.generic_visit(node)
        assert isinstance(made, ast.BinOp)
        match made:
            case ast.BinOp(ast.Constant(str() as text), ast.Mod(), value) if _ends_in_number(text):
                return _joined(re.sub(r"%[dis]$", "", text), value)  # "W%d" % l
            case ast.BinOp(ast.BinOp(one, ast.Div(), m), ast.Mult(), value) if _is_one(one):
                return ast.BinOp(value, ast.Div(), m)  # 1 / m * value
        return self._ordered(made)

    @staticmethod
    def _ordered(node: ast.BinOp) -> ast.BinOp:
        """Factors and terms in the order of the alphabet; texts stay as they are joined."""
        if isinstance(node.op, _ORDERLESS) and not _joins_texts(node):
            left, right = sorted((node.left, node.right), key=ast.unparse)
            return ast.BinOp(left, node.op, right)
        return node


def _ends_in_number(text: str) -> bool:
    return re.search(r"%[dis]$", text) is not None


def _joined(text: str, number: ast.expr) -> ast.BinOp:
    called = ast.Call(ast.Name("str", ast.Load()), [number], [])
    return ast.BinOp(ast.Constant(text), ast.Add(), called)


def _joins_texts(node: ast.BinOp) -> bool:
    return any(
        isinstance(each, ast.Constant) and isinstance(each.value, str) for each in ast.walk(node)
    )


def _is_one(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value in (1, 1.0)
