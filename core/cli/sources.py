"""The data set and the network that the arguments name."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from core.cli.host import Host
from core.cli.terminal import tell
from core.data import mnist
from core.data.dataset import Split
from core.data.starter import starter_split
from core.errors import ActivationNeeded, DataError, ModelFileError
from core.files import model_file
from core.network.snapshots import Snapshot


def split_of(data: str | None, host: Host) -> Split:
    """The data set of --data: "mnist", "starter" or a folder; for None, MNIST where it is found,
    else starter digits. Raises DataError."""
    if data == "starter":
        return starter_split()
    if data not in (None, "mnist"):
        return mnist.load_split(mnist.open_folder(Path(str(data))))
    paths = mnist.find(host.data_folders)
    if paths is not None:
        return mnist.load_split(paths)
    if data is None:
        return starter_split()
    raise DataError(
        f"MNIST is not on this computer. Download it in the window, or name the folder that holds "
        f"it: --data FOLDER or {mnist.ENVIRONMENT}=FOLDER."
    )


def snapshot_of(arguments: argparse.Namespace) -> Snapshot:
    """The network of --model, with --activation for one that does not tell it, or the shipped one.

    What is doubtful of it goes to standard error. Raises ModelFileError.
    """
    if arguments.model is None:
        return model_file.shipped()
    try:
        snapshot, doubt = model_file.load_with_doubt(
            arguments.model, activation=arguments.activation
        )
    except ActivationNeeded as error:
        raise ModelFileError(f"{error} Add, for instance, --activation relu.") from None
    if doubt:
        tell(doubt, sys.stderr)
    return snapshot
