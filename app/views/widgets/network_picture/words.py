"""What a picture of a network says in words: of a unit, of all, of shared tiles. No Qt."""

from __future__ import annotations

from app.look.figures import counted, layers, scientific, symbol, with_sign
from app.views.widgets.network_picture.layout import TileLayout
from app.views.widgets.probability_bars import whole_percent
from core.data.dataset import DIGITS
from core.inspection.flow import Flow, Lines
from core.inspection.scenes import Scene

LISTED = 4  # lines of a unit that are told with their numbers
SIDE = 28


def unit_name(
    dimensions: tuple[int, ...], layer: int, unit: int, names: tuple[str, ...] = DIGITS
) -> str:
    """“Pixel at row 3, column 7”, “Layer 1, unit 37”, “Output for 7”; all count from 0. names: of
    the classes."""
    if layer == 0:
        if dimensions[0] == SIDE * SIDE:
            return f"Pixel at row {unit // SIDE}, column {unit % SIDE}"
        return f"Input {unit}"
    if layer == len(dimensions) - 1:
        return f"Output for {names[unit]}"
    return f"Layer {layer}, unit {unit}"


def layer_caption(name: str, units: int, group: int) -> str:
    """“H¹ · 1,024 units, 4 a tile”; the array's name only where the units show one."""
    shown = f"{symbol(name)} · " if name else ""
    shared = f", {group} a tile" if group > 1 else ""
    return f"{shown}{units:,}{shared}"


def unit_words(flow: Flow, scene: Scene, layer: int, unit: int) -> list[str]:
    """A unit's name, its numbers, and its strongest lines in and out, a line of text each."""
    words = [unit_name(flow.dimensions, layer, unit, flow.class_names)]
    if layer == 0:
        words.append(f"X = {scientific(float(flow.H[0][unit]))}")
    else:
        bias = float(flow.biases[layer - 1][unit, 0])
        Z, H = (symbol(f"{letter}{layer}") for letter in "ZH")
        words += [
            f"{Z} = {scientific(float(flow.Z[layer][unit]))}, of it b = {scientific(bias)}",
            f"{H} = {scientific(float(flow.H[layer][unit]))}",
        ]
    shown = scene.names[layer]
    values = scene.values[layer]
    if shown.startswith("d") and values is not None:
        words.append(f"{symbol(shown)} = {with_sign(float(values[unit]))}")
    into, out_of = scene.lines_of(flow, layer, unit)
    words += _listed(into, scene, flow, into=True)
    words += _listed(out_of, scene, flow, into=False)
    return words


def picture_words(flow: Flow | None, dimensions: tuple[int, ...], scene: Scene | None) -> str:
    """The whole picture for those who cannot see it."""
    said = [f"A network {layers(dimensions)}."]
    if flow is None or scene is None:
        return f"{said[0]} Nothing is drawn."
    for layer in range(1, flow.depth):
        H = flow.H[layer]
        said.append(
            f"Layer {layer}: {int((H != 0).sum())} of {counted(len(H), 'unit')} active, "
            f"the strongest {int(H.argmax())} at {scientific(float(H.max()))}."
        )
    order = flow.probabilities.argsort()[::-1][:2]
    read = ", then ".join(
        f"{flow.class_names[each]} with {whole_percent(float(flow.probabilities[each]))}"
        for each in order
    )
    said.append(f"It reads {read}.")
    for lines in scene.lines:
        if len(lines):
            end = f"unit {int(lines.targets[0])} of layer {lines.layer}"
            said.append(
                f"Strongest line into layer {lines.layer}: {with_sign(float(lines.values[0]))} "
                f"from {int(lines.sources[0])} to {end}."
            )
    return " ".join(said)


def shared_words(layout: TileLayout) -> str:
    """How many units share a tile, in layers that have no room for a tile each; "" for none."""
    groups = enumerate(block.group for block in layout.blocks)
    said = [f"{group} in layer {layer}" for layer, group in groups if group > 1]
    if not said:
        return ""
    return f"Units that share a tile, of which the strongest shows: {', '.join(said)}."


def _listed(lines: Lines, scene: Scene, flow: Flow, *, into: bool) -> list[str]:
    """The strongest lines, one a row: “+0.42 from unit 17”, “dW −0.1 to unit 3”."""
    what = "dW " if lines.layer in scene.gradients else ""
    ends = lines.sources if into else lines.targets
    layer, way = (lines.layer - 1, "from") if into else (lines.layer, "to")
    rows = [
        f"{what}{with_sign(float(value))} {way} {_short(flow, layer, int(end))}"
        for value, end in zip(lines.values[:LISTED], ends[:LISTED], strict=True)
    ]
    if len(lines) > LISTED:
        rows.append(f"and {len(lines) - LISTED:,} more {'in' if into else 'out'}")
    return rows


def _short(flow: Flow, layer: int, unit: int) -> str:
    name = unit_name(flow.dimensions, layer, unit, flow.class_names).split(", ", 1)
    return (
        name[1]
        if name[0] == f"Layer {layer}"
        else name[0].lower() + "".join(f", {rest}" for rest in name[1:])
    )
