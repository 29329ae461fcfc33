"""digit-lab check-child: the process in which a check runs a learner's code; with --fork, one that
makes such processes. Nobody types it."""

from __future__ import annotations

import argparse

from core.checking.starting import start
from core.cli.host import Host


def check_child(arguments: argparse.Namespace, host: Host) -> int:
    """Does not return."""
    if arguments.fork is not None:
        from core.checking.forking import serve

        serve(arguments.fork)
    start()
