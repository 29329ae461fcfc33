"""What a learner's file imports and nobody has: how it is run all the same. In the child process.

Plotting and data libraries are replaced by objects that do nothing. A course's helper module, when
only functions are taken from it that we have too, is replaced by ours. The app's own packages are
hidden, so that no hand-in is our own code.
"""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, ClassVar

from core.checking.lent_packages import fill

SHOWS = {
    *("matplotlib", "pylab", "seaborn", "plotly", "IPython", "ipywidgets", "google", "tqdm"),
    "numba",
}
HAS_DATA = {
    *("h5py", "scipy", "PIL", "cv2", "imageio", "skimage", "pandas", "sklearn"),
    *("tensorflow", "keras", "torch", "torchvision", "mnist", "requests"),
    *("jax", "autograd", "cupy", "sympy", "theano", "mxnet", "statsmodels", "networkx", "xgboost"),
    *("testCases", "testCases_v2", "testCases_v3", "testCases_v4", "testCases_v4a", "public_tests"),
    *("dnn_utils", "dnn_utils_v2", "dnn_app_utils", "dnn_app_utils_v2", "dnn_app_utils_v3"),
    *("planar_utils", "lr_utils", "test_utils", "gc_utils", "reg_utils", "opt_utils"),
}
NOT_NEEDED = SHOWS | HAS_DATA
OURS = ("app", "core")


class DoNothing:
    """Any attribute, call or entry of it does nothing and gives itself; as a decorator it gives
    the function.

    NEEDED: the packages that were called since it was emptied, but for those that only show.
    """

    NEEDED: ClassVar[set[str]] = set()

    def __init__(self, package: str = "") -> None:
        self.__package = package

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _two_values if name == "subplots" else self

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        if self.__package and self.__package not in SHOWS:
            self.NEEDED.add(self.__package)
        if len(arguments) == 1 and not named and callable(arguments[0]):
            return arguments[0]
        return self

    def __getitem__(self, index: Any) -> DoNothing:
        return self

    def __setitem__(self, index: Any, value: Any) -> None:
        pass

    def __len__(self) -> int:
        return 0

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __enter__(self) -> DoNothing:
        return self

    def __exit__(self, *about: Any) -> None:
        pass

    def __bool__(self) -> bool:
        return False


def _two_values(*arguments: Any, **named: Any) -> tuple[DoNothing, DoNothing]:
    return DoNothing(), DoNothing()


class MissingModuleFinder:
    """An import finder, the first of sys.meta_path, for modules that no other finder finds.

    lent: our functions by name. folder: where the learner's file lies; modules there come first.
    replaced: names of the modules that do nothing. lending: names of the modules that give our
    functions.
    """

    def __init__(self, lent: dict[str, Any], folder: str) -> None:
        self.replaced: list[str] = []
        self.lending: list[str] = []
        self._lent = lent
        self._folder = folder
        self._lenders: set[str] = set()
        self._asking = False

    def is_to_blame(self, trouble: str) -> bool:
        """Whether a line failed for want of what is replaced: its data, or DoNothing itself."""
        return bool(HAS_DATA & set(self.replaced)) or (
            bool(self.replaced) and f"'{DoNothing.__name__}'" in trouble
        )

    def learn_of(self, tree: ast.Module) -> None:
        """From which modules the file takes nothing but functions that we have."""
        wanted: dict[str, set[str]] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                wanted.setdefault(node.module, set()).update(each.name for each in node.names)
            elif isinstance(node, ast.Import):
                for each in node.names:
                    wanted.setdefault(each.name, set()).add(".")
        self._lenders = {module for module, names in wanted.items() if names <= {"*", *self._lent}}

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        root = name.split(".")[0]
        if self._asking or self._is_found(name, root):
            return None
        if name in self._lenders:
            self.lending.append(name)
        elif root in NOT_NEEDED:
            if root not in self.replaced:
                self.replaced.append(root)
        elif root in OURS:
            raise ModuleNotFoundError(f"No module named {root!r}", name=root)
        else:
            return None
        return ModuleSpec(name, self, is_package=True)  # type: ignore[arg-type]

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        if spec.name in self._lenders:
            module = ModuleType(spec.name)
            vars(module).update(self._lent, __all__=list(self._lent))
            return module
        dummy = _DummyModule(spec.name)
        fill(dummy)
        return dummy

    def exec_module(self, module: ModuleType) -> None:
        pass

    def _is_found(self, name: str, root: str) -> bool:
        """Whether Python itself finds the module, and not among our own packages."""
        if root in OURS:
            return any(
                os.path.exists(os.path.join(self._folder, root + ending)) for ending in ("", ".py")
            )
        if root == "google":  # Colab's lies in a package that others put something into as well
            return False
        parent = sys.modules.get(root) if "." in name else None
        if isinstance(parent, _DummyModule):
            return False
        if parent is not None:
            return True
        self._asking = True
        try:
            return _spec_of(root) is not None
        finally:
            self._asking = False


class _DummyModule(ModuleType):
    __path__: list[str] = []  # noqa: RUF012
    __all__: list[str] = []  # noqa: RUF012

    def __getattr__(self, name: str) -> Any:
        if name == "special" and self.__name__ == "scipy":
            return import_module(f"{self.__name__}.special")
        return getattr(DoNothing(self.__name__.split(".")[0]), name)


def _spec_of(root: str) -> Any:
    from importlib.util import find_spec

    try:
        return find_spec(root)
    except (ImportError, ValueError):
        return None
