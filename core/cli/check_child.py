"""digit-lab check-child: the process in which a check runs a learner's code. Nobody types it."""

from __future__ import annotations

import argparse

from core.cli.host import Host


def check_child(arguments: argparse.Namespace, host: Host) -> int:
    """Does not return."""
    from core.checking.child import main

    main()
