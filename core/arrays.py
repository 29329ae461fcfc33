"""The array type of this package's signatures; shapes and dtypes are said in the docstrings."""

from typing import Any

from numpy.typing import NDArray

Array = NDArray[Any]
