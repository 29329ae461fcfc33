"""What a mistake is known by in the statement that it is made in."""

from __future__ import annotations

import ast
from collections.abc import Callable

from core.checking.code.tree import bare, calls, own_expressions, targets, within

_SUMS = ("sum", "mean", "average")
_PRODUCTS = ("dot", "matmul", "einsum", "tensordot", "vdot", "inner", "outer")
_DRAWS = ("randn", "rand", "normal", "standard_normal", "uniform", "random", "zeros", "ones")
_ACTIVATIONS = ("sigmoid", "relu", "softmax")

Mark = Callable[[ast.stmt], bool]


def _nodes(kind: type[ast.AST] | tuple[type[ast.AST], ...]) -> Mark:
    return lambda statement: any(isinstance(each, kind) for each in within(statement))


def _calls(*names: str) -> Mark:
    return lambda statement: any(calls(each, *names) for each in own_expressions(statement))


def _names(*names: str) -> Mark:
    def mark(statement: ast.stmt) -> bool:
        return any(
            isinstance(each, ast.Name) and bare(each.id) in names for each in within(statement)
        )

    return mark


def _gives_any(*names: str) -> Mark:
    return lambda statement: any(bare(name) in names for name, _ in targets(statement))


def _not(mark: Mark) -> Mark:
    return lambda statement: not mark(statement)


def _both(*marks: Mark) -> Mark:
    return lambda statement: all(mark(statement) for mark in marks)


def _either(*marks: Mark) -> Mark:
    return lambda statement: any(mark(statement) for mark in marks)


def _axis(statement: ast.stmt) -> bool:
    return any(
        isinstance(each, ast.keyword) and each.arg in ("axis", "keepdims")
        for each in within(statement)
    )


def _text(*texts: str) -> Mark:
    def mark(statement: ast.stmt) -> bool:
        found = (each for each in within(statement) if isinstance(each, ast.Constant))
        return any(each.value in texts for each in found if isinstance(each.value, str))

    return mark


def _number(statement: ast.stmt) -> bool:
    """A number other than 0, 1 and 2 stands in it."""
    return any(
        isinstance(each, ast.Constant)
        and isinstance(each.value, (int, float))
        and each.value not in (0, 1, 2)
        for each in within(statement)
    )


def _transposes(statement: ast.stmt) -> bool:
    return any(
        (isinstance(each, ast.Attribute) and each.attr == "T")
        or (isinstance(each, ast.Call) and bool(calls(each, "transpose")))
        for each in within(statement)
    )


def _loop(statement: ast.stmt) -> bool:
    return isinstance(statement, (ast.For, ast.While))


def _return(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Return)


def _length(statement: ast.stmt) -> bool:
    """It takes a length for m."""
    asks = any(
        isinstance(each, ast.Attribute) and each.attr in ("shape", "size")
        for each in within(statement)
    )
    return asks or _calls("len", "shape", "size")(statement)


_product = _either(_calls(*_PRODUCTS), _nodes(ast.MatMult), _nodes(ast.Mult))
_divides = _nodes(ast.Div)
_compares = _either(_nodes(ast.Compare), _calls("where", "maximum", "heaviside", "minimum", "clip"))
_logs = _calls("log", "log2", "log10", "log1p")
_sums = _calls(*_SUMS)
_minus = _either(_nodes(ast.USub), _nodes(ast.Sub))
_activates = _calls(*_ACTIVATIONS, "exp", "maximum", "where", "tanh")
_slopes = _calls("relu_backward", "sigmoid_backward")
_layer = _calls(
    "layer_forward", "layer_backward", "linear_activation_forward", "linear_activation_backward"
)
_draws = _calls(*_DRAWS)
_updates = _either(
    _nodes(ast.Sub), lambda statement: isinstance(statement, ast.AugAssign), _nodes(ast.Add)
)
_in_model = _calls("update_parameters", "update_parameters_adam", "L_layer_model")

_OF_THE_LOSS = (
    *("loss-sign", "loss-dot", "log2", "log10", "log-missing", "log-of-one-minus"),
    *("log-without-Y", "Y-and-HL-swapped", "binary-cross-entropy", "loss-epsilon"),
    *("loss-halved", "loss-largest", "loss-not-summed", "one-times-HL", "log-of-zero"),
)
_OF_THE_START = ("init-one-sided", "init-too-wide", "init-not-finite", "init-not-floating")
_LAYERS: tuple[Mark, ...] = (_layer, _loop)

MARKS: dict[str, tuple[Mark, ...]] = {
    # 1/m
    "missing-1/m": (_both(_not(_divides), _either(_sums, _product)),),
    "1/m-twice": (_both(_divides, _either(_sums, _product)),),
    "1/n-for-1/m": (_both(_gives_any("m", "n", "nexamples"), _length), _length),
    "m-fixed": (_both(_gives_any("m"), _not(_length)), _number),
    "times-m": (_both(_nodes(ast.Mult), _names("m")),),
    "mean-over-entries": (_calls("mean", "average"), _length),
    "dZ-divided-by-m": (_divides,),
    "dH_prev-divided-by-m": (_divides,),
    "dH_prev-times-m": (_nodes(ast.Mult),),
    # sums
    "db-axis": (_axis,),
    "db-keepdims": (_both(_sums, _either(_not(_axis), _axis)),),
    "db-all": (_sums,),
    "db-not-summed": (_not(_sums),),
    "softmax-axis": (_axis, _sums),
    "loss-of-each-digit": (_axis,),
    "loss-of-each-example": (_axis,),
    # products
    "product-entrywise": (_nodes(ast.Mult), _calls("multiply")),
    "product-reversed": (_product,),
    "product-transposed": (_transposes, _product),
    "H_prev-not-transposed": (_product,),
    "W-not-transposed": (_product,),
    "W-transposed": (_transposes, _product),
    "dZ-transposed": (_transposes, _product),
    "dH-dot": (_product,),
    # slopes
    "slope-missing": (_gives_any("dz"),),
    "relu-mask-reversed": (_compares,),
    "relu-mask-at-zero": (_compares,),
    "relu-mask-above-one": (_compares,),
    "relu-mask-on-dH": (_compares,),
    "relu-half-at-zero": (_compares,),
    "relu-leaks": (_compares,),
    "relu-not-derived": (_activates,),
    "mask-from-H_prev": (_compares,),
    "sigmoid-parentheses": (_nodes(ast.Sub),),
    "sigmoid-plus": (_nodes(ast.Add),),
    "sigmoid-half-derived": (_nodes(ast.Mult),),
    "sigmoid-derivative-from-Z": (_nodes(ast.Sub),),
    "sigmoid-twice": (_activates,),
    "always-relu": (_calls("relu", "relu_backward"), _text("relu")),
    "always-sigmoid": (_calls("sigmoid", "sigmoid_backward"), _text("sigmoid")),
    "activations-swapped": (_text("relu", "sigmoid"), _calls("relu", "sigmoid")),
    # forward
    "b-missing": (_both(_product, _not(_names("b"))),),
    "b-subtracted": (_nodes(ast.Sub),),
    "b-multiplied": (_nodes(ast.Mult),),
    "activation-missing": (_not(_activates),),
    "activation-twice": (_activates,),
    "hidden-sigmoid": (_both(_layer, _text("sigmoid")), _calls("sigmoid")),
    "hidden-linear": (_layer,),
    "hidden-softmax": (_both(_layer, _text("softmax")), _calls("softmax")),
    "output-sigmoid": (_both(_layer, _text("sigmoid")), _calls("sigmoid")),
    "output-relu": (_both(_layer, _text("relu")), _calls("relu")),
    "output-linear": (_layer,),
    "memory-H-for-H_prev": (_gives_any("memory", "linearmemory", "cache", "linearcache"), _return),
    "memory-is-H": (_return, _gives_any("memory")),
    "layers-reversed": (_loop,),
    "layer-skipped": (_loop, _gives_any("l"), _layer),
    "layer-doubled": (_both(_layer, _not(_gives_any("hl", "al"))),),
    "layers-alike": (_both(_layer, _text("W1", "b1")), _layer),
    "X-for-H": (_both(_either(_layer, _gives_any("hprev")), _names("x")),),
    "memories-count": (_calls("append"), _gives_any("memories")),
    # the way back
    "other-memory": (_both(_names("memories", "caches"), _not(_calls("len"))),),
    "layer-values-reordered": (_layer,),
    "dH-not-handed-on": (_both(_gives_any("dh", "da"), _not(_layer)), _layer),
    "db-is-dW": (_gives_any("db"),),
    "first-layer-only": (_calls("range"), _loop),
    "last-layer-only": (_calls("range"), _loop),
    "model-twice": (_in_model,),
    "last-layer-missing": (_calls("range"), _gives_any("l")),
    "first-layer-missing": (_calls("range"), _gives_any("l")),
    # the output's gradient
    "output-sign": (_both(_gives_any("dz", "dhl", "dal"), _nodes(ast.Sub)),),
    "output-doubled": (_gives_any("dz", "dhl", "dal"),),
    "output-dH": (_gives_any("dz", "dhl", "dal"),),
    "output-dH-binary": (_gives_any("dz", "dhl", "dal"),),
    "output-sigmoid-slope": (_gives_any("dz", "dhl", "dal"),),
    # the loss
    **dict.fromkeys(_OF_THE_LOSS, (_logs, _sums)),
    "squared-error": (_nodes(ast.Pow), _calls("square")),
    # the update
    "update-uphill": (_nodes(ast.Add), lambda statement: isinstance(statement, ast.AugAssign)),
    "rate-missing": (_both(_updates, _not(_names("learningrate", "lr", "alpha", "eta"))),),
    "rate-fixed": (_number, _updates),
    "rate-twice": (_updates,),
    "rate-divides": (_divides,),
    "gradients-returned": (_nodes(ast.Mult),),
    "W-and-b-mixed": (_updates,),
    # the model
    "model-starts-again": (_calls("initialize_parameters", "initialize_parameters_deep"),),
    "model-rate-fixed": (_in_model,),
    "model-uphill": (_in_model,),
    "model-not-updated": (_in_model,),
    "model-one-step": (_loop, _return),
    "model-one-too-few": (_loop,),
    "model-one-too-many": (_loop,),
    # the beginning
    **dict.fromkeys(_OF_THE_START, (_draws,)),
    # anything
    "values-reordered": (_return,),
    "no-return": (lambda statement: not _return(statement),),
    "missing-entry": (_return,),
    "flat": (_calls("ravel", "flatten", "squeeze", "reshape"),),
    "rounded": (_calls("round", "astype", "floor", "int", "around"), _number),
    "transposed": (_transposes,),
    "sign": (_minus,),
    "changes-input": (lambda statement: isinstance(statement, ast.AugAssign),),
}
