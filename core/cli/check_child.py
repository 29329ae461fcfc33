"""digit-lab check-child: the process in which a check runs a learner's code. Nobody types it."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from core.checking.confinement import SCRATCH, confine
from core.cli.host import Host


def check_child(arguments: argparse.Namespace, host: Host) -> int:
    """Does not return."""
    scratch = os.environ.get(SCRATCH)
    held = confine(Path(scratch) if scratch else None)
    from core.checking.child import main  # NumPy, whose threads would not be confined

    main(held)
