"""Where the files that come with the app lie, in a checkout and in a frozen bundle."""

from __future__ import annotations

import sys
from pathlib import Path

# PyInstaller puts the bundle's folder into sys._MEIPASS.
ROOT = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parent.parent)) / "resources"
SHIPPED_MODEL = ROOT / "model" / "digits.safetensors"
REFUSAL_MODEL = ROOT / "model" / "digit-or-not.safetensors"
