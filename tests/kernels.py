"""Runs the numeric tests under other kernels of OpenBLAS, and under its own with two threads; "make
test" has its own with one.

NumPy's library chooses a kernel by the processor. Another one adds in another order, so a network
that was trained with it differs in its last digits; no test may hang on those.
"""

from __future__ import annotations

import os
import platform
import signal
import subprocess
import sys
import time
from pathlib import Path

from threadpoolctl import threadpool_info

from core.threads import cores

CHECKOUT = Path(__file__).resolve().parent.parent
NATIVE = "unset"
KERNELS = ("Prescott", "Haswell")
ALSO_CALLED = {"Katmai": "Prescott"}
X86 = ("x86_64", "amd64", "i386", "i686")
ILLEGAL_INSTRUCTION = (-getattr(signal, "SIGILL", 4), 0xC000001D)  # as POSIX and Windows tell it

# Multiplies, because a kernel that the processor cannot run is chosen without a complaint.
PROBE = """
import numpy as np
from tests.kernels import used
for dtype in (np.float32, np.float64):
    np.ones((300, 300), dtype) @ np.ones((300, 300), dtype)
print(*used())
"""


def used() -> tuple[str, int]:
    """The kernel and the number of threads of this process's BLAS, once NumPy is imported."""
    (blas,) = (pool for pool in threadpool_info() if pool["user_api"] == "blas")
    name = blas.get("architecture", "unknown")
    return ALSO_CALLED.get(name, name), blas["num_threads"]


def environment(kernel: str, threads: int) -> dict[str, str]:
    """This process's environment, changed so that a child uses the kernel and the threads."""
    asked = {"OPENBLAS_NUM_THREADS": str(threads), "QT_QPA_PLATFORM": "offscreen"}
    others = {name: value for name, value in os.environ.items() if name != "OPENBLAS_CORETYPE"}
    return others | asked | ({} if kernel == NATIVE else {"OPENBLAS_CORETYPE": kernel})


def run(*arguments: str, kernel: str, threads: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=CHECKOUT,
        env=environment(kernel, threads),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def outcome(kernel: str, threads: int) -> tuple[str, str, bool]:
    """(what was used, how the tests ended, whether that is well)."""
    probe = run("-c", PROBE, kernel=kernel, threads=threads)
    if probe.returncode in ILLEGAL_INSTRUCTION:
        return "–", "left out: this processor lacks its instructions", True
    if probe.returncode:
        return "–", probe.stderr, False
    name, count = probe.stdout.split()
    told = f"{name}, {count}"
    if kernel not in (name, NATIVE) or int(count) != threads:
        return told, "proves nothing: this is not what was asked for", False
    workers = "auto" if threads == 1 else "1"
    arguments = ("-m", "pytest", "-m", "numeric", "-n", workers, "--dist", "worksteal")
    tests = run(*arguments, kernel=kernel, threads=threads)
    if tests.returncode:
        print(tests.stdout, tests.stderr, sep="\n")
    return told, tests.stdout.strip().rpartition("\n")[2], tests.returncode == 0


def main() -> int:
    kernels = [*KERNELS, NATIVE]
    if platform.machine().lower() not in X86:
        print(f"The kernels {', '.join(KERNELS)} are those of x86; here is {platform.machine()}.")
        kernels = [NATIVE]
    print(f"{'kernel':12} {'threads':>7}  {'used':16} {'seconds':>7}  outcome", flush=True)
    well = True
    for kernel in kernels:
        threads = 2 if kernel == NATIVE and cores() > 1 else 1
        began = time.monotonic()
        told, ended, is_well = outcome(kernel, threads)
        seconds = time.monotonic() - began
        print(f"{kernel:12} {threads:7}  {told:16} {seconds:7.0f}  {ended}", flush=True)
        well &= is_well
    return not well


if __name__ == "__main__":
    sys.exit(main())
