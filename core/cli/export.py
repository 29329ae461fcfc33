"""digit-lab export: a network, a recipe or a data set, for other programs."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from core.cli.host import Host
from core.cli.recipes import read_recipe
from core.cli.sources import snapshot_of, split_of
from core.cli.terminal import tell
from core.errors import DataError
from core.export.formats import DATA_FORMAT, FORMATS, NETWORK_FORMATS, TrainingSource


def export(arguments: argparse.Namespace, host: Host) -> int:
    """Writes the files and says which. Raises DigitLabError."""
    form = FORMATS[arguments.form]
    if arguments.recipe and (form is DATA_FORMAT or form in NETWORK_FORMATS):
        raise DataError(f"--as {form.name} takes no --recipe; a program that trains does.")
    subject: Any
    if form is DATA_FORMAT:
        subject = split_of(arguments.data, host)
    elif form in NETWORK_FORMATS:
        subject = snapshot_of(arguments)
    elif arguments.recipe:
        subject = TrainingSource(read_recipe(arguments.recipe))
    else:
        subject = TrainingSource.of(snapshot_of(arguments))
    written = form.write(subject, arguments.out)
    tell(f"Wrote {' and '.join(map(str, written))}.", sys.stderr)
    return 0
