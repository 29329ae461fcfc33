"""Right hand-ins as learners write them: whole files, and functions in other ways than the
textbook's."""

from tests.core.checking.right.other_names import ONE_OUTPUT, TEN_OUTPUTS
from tests.core.checking.right.rows import FLAT_ROWS, ROWS, TORCH_ROWS
from tests.core.checking.right.styles import BORROWED, EINSUM, LOOPS, SINGLE
from tests.core.checking.right.textbook import TEXTBOOK

STYLES = {
    "textbook": TEXTBOOK,
    "loops": LOOPS,
    "einsum": EINSUM,
    "single": SINGLE,
    "other names, one output": ONE_OUTPUT,
    "other names, ten outputs": TEN_OUTPUTS,
    "rows": ROWS,
    "rows, flat biases": FLAT_ROWS,
    "rows, weights as in the course": TORCH_ROWS,
}

__all__ = ["BORROWED", "EINSUM", "LOOPS", "SINGLE", "STYLES", "TEXTBOOK"]
