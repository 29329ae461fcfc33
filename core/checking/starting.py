"""How the process begins in which a learner's code runs: it confines itself before all else."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

from core.checking.confinement import SCRATCH, confine


def start() -> NoReturn:
    """Confine this process and serve until the parent hangs up."""
    scratch = os.environ.get(SCRATCH)
    held = confine(Path(scratch) if scratch else None)
    from core.checking.child import main  # NumPy, whose threads would not be confined

    main(held)
