"""Prints the benchmarks as tables: `make bench`, or `python -m tests.benchmarks [PART ...]`.

Each part runs in child processes, because BLAS reads its environment once. "Pinned" makes NumPy's
OpenBLAS use the kernels that PyTorch's library uses on AMD processors (AVX2); "free" is what a
user gets. Every ratio is of medians of runs that took turns.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PINS = {"OPENBLAS_CORETYPE": "Haswell"}
PINNED = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
DISPLAY = ":87"
FRAME_MS = 16.7
GRID_SIZES = (1280, 800), (1920, 1080)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("parts", nargs="*", help=f"some of: {', '.join(PARTS)}; none means all")
    parser.add_argument("--seconds", type=float, default=5.0, help="time for one row of steps")
    parser.add_argument(
        "--before", metavar="FOLDER", help="another checkout: compare its steps with ours, no more"
    )
    options = parser.parse_args()
    unknown = set(options.parts) - set(PARTS)
    if unknown:
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    print(f"{_processor()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    if options.before:
        steps_before_and_after(options.before, options.seconds)
        return
    for name in options.parts or PARTS:
        PARTS[name](options.seconds)


def steps(seconds: float) -> None:
    """One training step, us against the peers and against its matrix products alone."""
    for threads in sorted({1, len(os.sched_getaffinity(0))}):
        for label, pins in (("pinned", PINS), ("free", {})):
            figures = _child("steps", pins, "--threads", str(threads), "--seconds", str(seconds))
            print(f"\nSteps, {threads} thread(s), {label}: times ours unless said otherwise")
            print(
                f"{'':10} {'images/s':>10} {'of floor':>9} {'torch':>7} {'jax':>7} {'sklearn':>8}"
            )
            for row, times in figures.items():
                ours = times["ours"]
                of_torch = [time for name, time in times.items() if name.startswith("torch")]
                torch = f"{min(of_torch) / ours:7.2f}" if of_torch else f"{'–':>7}"
                print(
                    f"{row:10} {int(row.split()[1]) / ours:9,.0f} {times['floor'] / ours:9.0%} "
                    f"{torch} {times['jax'] / ours:7.2f} "
                    f"{times['sklearn'] / ours:8.2f}"
                )


def steps_before_and_after(before: str, seconds: float) -> None:
    """One training step of ours, beside that of another checkout; needs none of the peers."""
    for threads in sorted({1, len(os.sched_getaffinity(0))}):
        arguments = "--threads", str(threads), "--seconds", str(seconds), "--before", before
        figures = _child("steps", {}, *arguments)
        print(f"\nSteps, {threads} thread(s): images/s now, and time now / time before")
        for row, times in figures.items():
            rate, ratio = int(row.split()[1]) / times["ours"], times["ours"] / times["before"]
            print(f"{row:10} {rate:9,.0f} {ratio:7.3f}")


def run(seconds: float) -> None:
    """A whole epoch against bare steps; one prediction; memory of a run without a window."""
    figures = _child("training_run", {})
    print(
        f"\nEpoch: {figures['epoch_images_per_second']:,.0f} images/s, "
        f"{figures['epoch_share']:.0%} of the bare step's rate"
    )
    print(f"Prediction of a drawing: {figures['prediction_ms']:.2f} ms")
    print(f"Peak memory without a window: {figures['peak_mb']:.0f} MB")  # fmt: skip


def window(seconds: float) -> None:
    """The window, idle and training for a minute."""
    with _screen() as environment:
        figures = _child("window", environment)
    print(f"\nWindow idle: {figures['idle_mb']:.0f} MB")
    print(f"Training with plots in view: {figures['window_share']:.0%} of the rate without")
    print(
        f"A 5 ms timer meanwhile: {figures['late_p99_ms']:.1f} ms late at p99, "
        f"{figures['late_max_ms']:.1f} ms at most, over {figures['ticks']:,.0f} ticks"
    )


def inspect(seconds: float) -> None:
    """What Inspect costs a run, hidden and open, and how long its checks take."""
    with _screen() as environment:
        figures = _child("inspect_view", environment)
    print(f"\nTraining with Inspect hidden: {figures['hidden_share']:.1%} of the rate without it")
    print(
        f"Training with live gradients open: {figures['watched_share']:.1%} of the rate when hidden"
    )
    print(
        f"A 5 ms timer beside them: {figures['late_p99_ms']:.1f} ms late at p99, "
        f"{figures['late_max_ms']:.1f} ms at most"
    )
    print(f"With the picture of the network open: {figures['pictured_share']:.1%} of it")
    figures = _child("gradient_check", {})
    print(f"Check all, default network, one example: {figures['sweep_s']:.2f} s of 5 s")
    print(f"Check this number, shipped network: {figures['number_ms']:.1f} ms")


def picture(seconds: float) -> None:
    """A frame of the network's picture, beside pyqtgraph's GraphItem."""
    with _screen() as environment:
        figures = _child("network_frames", environment)
    print(
        f"\nA frame of 784-1024-512-10: median {figures['ours_median_ms']:.1f} ms, "
        f"{figures['ours_p99_ms']:.1f} ms at p99, over {figures['frames']:,.0f} frames; "
        f"pyqtgraph's GraphItem takes {figures['peer_median_ms'] / figures['ours_median_ms']:.1f} "
        "times as long to paint alone"
    )


def runs(seconds: float) -> None:
    """Going through a run by its kept networks, and eight runs of 100,000 steps on one plot."""
    with _screen() as environment:
        figures = _child("runs_view", environment, "--seconds", str(seconds))
    compare = figures.pop("compare")
    print(f"\n{'Frames, in ms':24} {'median':>8} {'p99':>8} {'most':>8}")
    rows = [
        (f"{name}, {way}", of_run, way)
        for name, of_run in figures.items()
        for way in ("first", "settled")
    ]
    rows += [(f"eight runs, {way}", compare, way) for way in ("zoomed", "pointed")]
    for name, found, way in rows:
        print(f"{name:24}", *(f"{found[f'{way}_{k}_ms']:8.1f}" for k in ("median", "p99", "most")))
    print(f"Eight runs are opened in {compare['opened_ms']:.0f} ms beside the window")


def map_of_digits(seconds: float) -> None:
    """The map of 5,000 examples: making it, painting it, and what it costs a run."""
    with _screen() as environment:
        figures = _child("map_frames", environment)
    for way in ("components", "neighbours"):
        made = figures[way]
        print(
            f"\nMap by {way}: {made['ms']:,.0f} ms of pixels, {made['layer_ms']:,.0f} of layer 1; "
            f"trustworthiness {made['trust']:.3f}, {made['alike']:.1%} among their class; "
            f"a run goes at {figures['shares'][way]:.1%} of its rate meanwhile"
        )
    for name, times in {**figures["frames"], "pointing": figures["pointed"]}.items():
        print(f"{name:16} median {times['median']:.2f} ms, {times['p99']:.2f} ms at p99")


def grid(seconds: float) -> None:
    """Frames of the grid of images, 70,000 of them scrolled by wheel, bar and keys."""
    print(f"\nA frame of the grid of 70,000 images, in ms, of {FRAME_MS} at 60 Hz")
    print(f"{'':34} {'median':>8} {'p99':>8} {'most':>8} {'processor':>10}")
    with _screen("3840x2160") as environment:
        for ratio in (1, 2):
            scaled = environment | {"QT_SCALE_FACTOR": str(ratio)}
            for size in GRID_SIZES:
                for scale in (1, 2):
                    arguments = "--size", *map(str, size), "--scale", str(scale)
                    figures = _child("image_grid", scaled, *arguments)
                    for way in ("wheel", "bar", "keys"):
                        name = f"{size[0]}x{size[1]} at {ratio}, images of {28 * scale}, {way}"
                        print(f"{name:34}", *(f"{each:8.2f}" for each in figures[way].values()))


def draw(seconds: float) -> None:
    """From the pointer to the bars, idle and while a network trains."""
    with _screen() as environment:
        figures = _child("draw_latency", environment)
    if not figures:
        print("\nPointer to bars: not measured, for want of Xvfb and xdotool")
    for name, rows in figures.items():
        print(f"\nPointer to bars, {name}, {rows.pop('moves'):,} moves, in ms")
        print(f"{'':10} {'median':>8} {'p90':>8} {'p99':>8} {'most':>8}")
        for part, values in rows.items():
            print(f"{part:10}", *(f"{value:8.1f}" for value in values))


def accuracy(seconds: float) -> None:
    """The default recipe with five seeds."""
    figures = _child("accuracy", {})
    print("\nDefault recipe, ten epochs, test accuracy: "
          + ", ".join(f"seed {seed} {value:.2%}" for seed, value in figures.items()))  # fmt: skip


def until(_: float) -> None:
    """From Run to 98.0 % of the test set, ten seeds of the quick presets in turns."""
    presets = ("The first second", "No distortion")
    figures = _child("until", {}, *presets, "--accuracy", "0.98", "--seeds", "10")
    print(f"\n{'From Run to 98.0 %, seconds':28} {'median':>8} {'least':>8} {'most':>8}")
    for name, found in figures.items():
        times = sorted(math.inf if each is None else each for each in found["reached"])
        row = statistics.median(times), times[0], times[-1]
        accuracies = sorted(found["accuracies"])
        told = f"at the end {statistics.median(accuracies):.2%}, {accuracies[0]:.2%} at least"
        print(f"{name:28}", *(f"{each:8.2f}" for each in row), f"  {told}")


def cold(_: float) -> None:
    """A process that trains "The first second", from its start to its end."""
    figures = _child("cold", {}, "The first second")
    if not figures:
        print("\nA cold process that trains: not measured, for want of MNIST or PyTorch")
    for name, found in figures.items():
        times = sorted(found["seconds"])
        print(
            f"\nA cold process that trains, {name}: {statistics.median(times):.2f} s "
            f"({times[0]:.2f} to {times[-1]:.2f}), {max(found['mb']):.0f} MB"
        )


def a_class(_: float) -> None:
    """A class of 300 hand-ins, checked."""
    figures = _child("class_of_300", {})
    print(
        f"\nA class of {figures['hand_ins']}, {figures['jobs']} at a time: "
        f"{figures['seconds']:.0f} s; a second run, unchanged, {figures['again']:.2f} s"
    )


PARTS = {
    "steps": steps,
    "run": run,
    "window": window,
    "inspect": inspect,
    "picture": picture,
    "runs": runs,
    "map": map_of_digits,
    "grid": grid,
    "draw": draw,
    "accuracy": accuracy,
    "until": until,
    "cold": cold,
    "class": a_class,
}


def _child(module: str, environment: dict[str, str], *arguments: str) -> dict[str, Any]:
    clean = {name: value for name, value in os.environ.items() if name not in PINNED}
    result = subprocess.run(
        [sys.executable, "-m", f"tests.benchmarks.{module}", *arguments],
        env=clean | environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    figures: dict[str, Any] = json.loads(result.stdout.splitlines()[-1])
    return figures


@contextmanager
def _screen(size: str = "1440x900") -> Iterator[dict[str, str]]:
    """A virtual X screen where there is one to be had, else Qt's offscreen platform."""
    if shutil.which("Xvfb") is None:
        yield {"QT_QPA_PLATFORM": "offscreen"}
        return
    server = subprocess.Popen(
        ["Xvfb", DISPLAY, "-screen", "0", f"{size}x24"], stderr=subprocess.DEVNULL
    )
    try:
        yield {"DISPLAY": DISPLAY, "QT_QPA_PLATFORM": "xcb"}
    finally:
        server.terminate()
        server.wait()


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


if __name__ == "__main__":
    main()
