"""Statements in one form, however they are written, and which of them are right in the course.

`1. / m * np.dot(dZ, A_prev.T)` and `dZ @ H_prev.T * (1 / m)` differ only in how they are written.
What is left of a wrong function without the statements that are right is where its mistake is.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from textwrap import indent

from core.checking.code.course_statements import RIGHT

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
