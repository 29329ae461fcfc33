"""digit-lab check-worker: a process that checks the hand-ins of a class. Nobody types it."""

from __future__ import annotations

import argparse

from core.classroom.working import serve
from core.cli.host import Host


def check_worker(arguments: argparse.Namespace, host: Host) -> int:
    """Until its standard input ends."""
    serve()
    return 0
