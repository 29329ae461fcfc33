"""The data set and the network that the arguments name."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from core.cli.host import Host
from core.cli.terminal import tell
from core.data import mnist
from core.data.dataset import Split
from core.data.starter import starter_split
from core.errors import ActivationNeeded, DataError, ModelFileError
from core.files import model_file
from core.network.snapshots import Snapshot


def split_of(data: str | None, host: Host, mends: Sequence[str] = ()) -> Split:
    """The data set of --data: "mnist", "starter", or the path of anything that holds one, followed
    by #NAME where there are several; for None, MNIST where it is found, else starter digits.

    mends: names out of core.data.opening.mending.MENDS. What was taken for what, and what is
    doubtful, goes to standard error. Raises DataError.
    """
    if data not in (None, "mnist", "starter"):
        return _opened(str(data), host, tuple(mends))
    if mends:
        raise DataError("--mend is for a data set of your own: add --data PATH.")
    if data == "starter":
        return starter_split()
    paths = mnist.find(host.data_folders)
    if paths is not None:
        return mnist.load_split(paths)
    if data is None:
        return starter_split()
    raise DataError(
        f"MNIST is not on this computer. Download it in the window, or name the folder that holds "
        f"it: --data FOLDER or {mnist.ENVIRONMENT}=FOLDER."
    )


def _opened(data: str, host: Host, mends: tuple[str, ...]) -> Split:
    # The readers of all formats are imported by who has a set of their own.
    from core.data.opening.opening import open_set
    from core.data.opening.records import Help, Request
    from core.reading.known_digits import known_digits

    path, _, chosen = data.partition("#") if not Path(data).exists() else (data, "", "")
    request = Request((Path(path),), chosen=chosen, mends=mends)
    opened = open_set(request, Help(host.read_picture, known_digits()))
    if chosen and opened.split.name != chosen and chosen not in opened.choices:
        raise DataError(f"There is no {chosen} in {path}, but {', '.join(opened.choices)}.")
    for sentence in opened.words:
        tell(sentence, sys.stderr)
    if opened.choices and not chosen:
        others = ", ".join(opened.choices)
        tell(f"{opened.request.chosen} was taken, of {others}: {path}#NAME.", sys.stderr)
    for doubt in opened.doubts:
        mended = ",".join((*mends, doubt.mend))
        tell(f"{doubt.sentence} Add --mend {mended} to mend it.", sys.stderr)
    return opened.split


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
