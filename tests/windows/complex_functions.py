"""The source of a ucrtbase.dll that hands all on to Wine's own, but for C99's complex functions:
NumPy imports those, and Wine has them as stubs that end the process."""

from __future__ import annotations

from collections.abc import Collection

# What NumPy passes and gets are structures of two numbers, as Microsoft's compiler has it; its
# "long double" is a double.
KINDS = {"": ("D", "double"), "f": ("F", "float"), "l": ("D", "double")}
OF_ONE = (
    *("cacos", "cacosh", "casin", "casinh", "catan", "catanh", "ccos", "ccosh", "cexp", "clog"),
    *("conj", "cproj", "csin", "csinh", "csqrt", "ctan", "ctanh"),
)
TO_REAL = ("cabs", "carg", "cimag", "creal")
POWER = "cpow"
HEAD = """#include <complex.h>
typedef struct { double r, i; } D;
typedef struct { float r, i; } F;
static double complex d(D z) { double complex w; __real__ w = z.r; __imag__ w = z.i; return w; }
static float complex f(F z) { float complex w; __real__ w = z.r; __imag__ w = z.i; return w; }
"""


def source(exports: Collection[str], other_name: str) -> tuple[str, str]:
    """The text of ucrtbase.c and of ucrtbase.def. exports: what Wine's own exports; other_name:
    under which that lies beside."""
    bodies = {
        name + end: _body(name, end)
        for end in KINDS
        for name in (*OF_ONE, *TO_REAL, POWER)
        if name + end in exports
    }
    lines = [f'  "{name}" = {_target(name, bodies, other_name)}' for name in exports]
    return HEAD + "\n".join(bodies.values()), "\n".join(["LIBRARY ucrtbase.dll", "EXPORTS", *lines])


def _target(name: str, ours: Collection[str], other_name: str) -> str:
    return f"our_{name}" if name in ours else f'"{other_name}.{name}"'


def _body(name: str, end: str) -> str:
    kind, real = KINDS[end]
    low, called = kind.lower(), name + ("f" if kind == "F" else "")
    if name in TO_REAL:
        return f"{real} our_{name}{end}({kind} z) {{ return {called}({low}(z)); }}"
    given, values = ("a, F b" if kind == "F" else "a, D b", f"{low}(a), {low}(b)")
    if name != POWER:
        given, values = "a", f"{low}(a)"
    return (
        f"{kind} our_{name}{end}({kind} {given}) {{ {real} complex w = {called}({values}); "
        f"return ({kind}){{ __real__ w, __imag__ w }}; }}"
    )
