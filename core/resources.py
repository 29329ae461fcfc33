"""Where the files that come with the app lie: inside this package when it was installed from a
wheel, beside it in a checkout and in a frozen bundle."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent
_INSTALLED = _HERE / "resource_files"  # setup.py puts them there
ROOT = _INSTALLED if _INSTALLED.is_dir() else _HERE.parent / "resources"
SHIPPED_MODEL = ROOT / "model" / "digits.safetensors"
REFUSAL_MODEL = ROOT / "model" / "digit-or-not.safetensors"
STROKE_MODEL = ROOT / "model" / "strokes.safetensors"
EDGE_MODEL = ROOT / "model" / "edges.safetensors"
