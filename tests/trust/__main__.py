"""Tries to break the app: `make trust`, or `python -m tests.trust [--short] [NAME ...]`."""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys

import tests.trust
from tests.trust.campaign import Campaign, run_all


def main() -> int:
    """Exit code: 1 when something did not hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.trust")
    campaigns = {each.name: each for each in found()}
    parser.add_argument("names", nargs="*", help=f"some of: {', '.join(campaigns)}; none means all")
    parser.add_argument("--short", action="store_true", help="two minutes instead of an hour")
    options = parser.parse_args()
    unknown = set(options.names) - set(campaigns)
    if unknown:
        parser.error(f"there is no campaign {', '.join(sorted(unknown))}")
    chosen = [campaigns[name] for name in options.names or campaigns]
    return 0 if run_all(chosen, "short" if options.short else "whole") else 1


def found() -> list[Campaign]:
    """The campaigns of this folder, by their names."""
    modules = [
        importlib.import_module(f"{tests.trust.__name__}.{each.name}")
        for each in pkgutil.iter_modules(tests.trust.__path__)
        if not each.name.startswith("_")
    ]
    campaigns = [each.CAMPAIGN for each in modules if hasattr(each, "CAMPAIGN")]
    return sorted(campaigns, key=lambda each: each.name)


if __name__ == "__main__":
    sys.exit(main())
