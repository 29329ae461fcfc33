"""Signs the programs that are named, with the certificate in the environment, a .pfx in base64.

python packaging/windows/sign.py FILE ...
"""

from __future__ import annotations

import base64
import os
import subprocess
import sys
import tempfile
from pathlib import Path

KITS = Path("C:/Program Files (x86)/Windows Kits/10/bin")
TIME = "http://timestamp.digicert.com"


def signtool() -> Path:
    """Of the newest kit. Raises SystemExit when there is none."""
    found = sorted(KITS.glob("*/x64/signtool.exe"))
    if not found:
        raise SystemExit(f"There is no signtool.exe below {KITS}.")
    return found[-1]


def sign(files: list[str]) -> None:
    """Raises SystemExit when it fails; the certificate is on the disk no longer than that takes."""
    with tempfile.TemporaryDirectory() as folder:
        certificate = Path(folder) / "certificate.pfx"
        certificate.write_bytes(base64.b64decode(os.environ["CERTIFICATE"]))
        command = [
            *(signtool(), "sign", "/f", certificate, "/p", os.environ["CERTIFICATE_PASSWORD"]),
            *("/fd", "SHA256", "/tr", TIME, "/td", "SHA256", *files),
        ]
        done = subprocess.run([str(word) for word in command], check=False)
    if done.returncode:  # the command itself is not shown, for its password
        raise SystemExit("Signing failed.")


if __name__ == "__main__":
    sign(sys.argv[1:])
