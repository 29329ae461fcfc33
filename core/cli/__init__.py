"""The command line: train, evaluate, predict and check, without a window."""

from core.cli.command import run
from core.cli.host import Host

__all__ = ["Host", "run"]
