"""A run on one page: how it went, what it misreads, and all that is needed to repeat it."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np

from core.evaluation.answers import Answers
from core.export.png import data_uri
from core.export.svg_plot import STYLE as PLOT_STYLE
from core.export.svg_plot import Line, VerticalAxis, plot
from core.export.templates import MADE
from core.files.run_file import RunRecord
from core.network.recipe import Recipe
from core.network.reports import EpochReport
from core.recipe_form import FIELDS, hardest_words, without_effect
from core.web_page import details, escape, page

MOST_MISTAKES = 24
_DARKEST = 45  # per cent of the colour behind a cell's number, so that it stays readable
_STYLE = """
h2 { margin: 32px 0 8px; font-size: 20px; line-height: 1.3; break-after: avoid; }
h1 + .lead { margin-bottom: 16px; }
.two { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr));
  gap: 16px 32px; } .two > div { min-width: 0; }
figure { margin: 0; } figcaption { margin-bottom: 4px; color: var(--soft); }
.figures { display: flex; flex-wrap: wrap; gap: 8px 40px; margin: 0; }
.figures dt { color: var(--soft); font-size: 14px; } .figures dd { margin: 0; font-size: 24px; }
.matrix td, .matrix th { padding: 3px 6px; text-align: right; border: 1px solid var(--line);
  min-width: 2.2em; } .matrix th { text-align: center; }
.mistakes { display: grid; grid-template-columns: repeat(auto-fill, minmax(104px, 1fr)); gap: 12px;
  margin: 8px 0; }
.mistakes img { width: 84px; height: 84px; image-rendering: pixelated; display: block; }
.mistakes figcaption { font-size: 13px; line-height: 1.35; overflow-wrap: anywhere; }
.off, .off td { color: var(--soft); }
.hash { font: 13px ui-monospace, monospace; overflow-wrap: anywhere; white-space: normal; }
.note { white-space: pre-wrap; overflow-wrap: anywhere; }
@page { size: A4; margin: 14mm; }
@media print { * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { font-size: 12px; } h1 { font-size: 24px; } .lead { font-size: 15px; }
  h2 { margin-top: 16px; font-size: 15px; } table { font-size: 11px; }
  .figures dd { font-size: 17px; } .two { grid-template-columns: 1fr 1fr; gap: 8px 16px; }
  .matrix td, .matrix th { padding: 1px 4px; }
  .mistakes { grid-template-columns: repeat(8, 1fr); } .mistakes img { width: 56px; height: 56px; }
  .mistakes figcaption { font-size: 10px; } figure, tr, dl { break-inside: avoid; }
  details { display: none; } }
@media print { :root { color-scheme: light; --ground: #ffffff; --raised: #ffffff;
  --ink: #1b1a18; --soft: #615e58; --line: #dedbd5; --good: #2a7530; --bad: #b3261e;
  --warn: #855c00; --accent: #0b6e5b; } }
"""


def report_html(
    record: RunRecord, *, answers: Answers | None = None, name: str = "", note: str = ""
) -> str:
    """The page. answers: of the run's network to its test set, for the matrix and the mistakes.
    name, note: what the user calls the run and says of it."""
    shape = "-".join(map(str, record.network.dimensions))
    heading = name or f"A run on {record.origin.name or 'a data set'}"
    lead = record.sentence or f"The network {shape}, which learned from {record.origin.name}."
    parts = [_figures(record, answers)]
    if note:
        parts.append(f'<p class="note">{escape(note)}</p>')
    parts += _section("How it went", _plots(record))
    if answers is not None and len(answers):
        parts += _section("What it takes for what", _matrix(answers))
        parts += _section("Its surest mistakes", _mistakes(answers))
    parts += _section("How to repeat it", _repeating(record))
    parts.append(f"<footer>{escape(MADE)}</footer>")
    return page(heading, heading, lead, parts, PLOT_STYLE + _STYLE)


def _section(title: str, inner: str) -> list[str]:
    return [f"<h2>{escape(title)}</h2>", inner]


def _figures(record: RunRecord, answers: Answers | None) -> str:
    accuracy = record.test_accuracy
    if answers is not None and len(answers):
        accuracy = float(answers.right.mean())
    told = [("Test accuracy", "" if accuracy is None else _share(accuracy))]
    if record.epochs:
        told.append(("Validation accuracy", _share(record.epochs[-1].validation_accuracy)))
    told += [
        ("Parameters", f"{record.network.theta.size:,}"),
        ("Epochs", f"{len(record.epochs):,}"),
        ("Steps", f"{record.steps:,}"),
        ("Time", f"{record.seconds:,.1f} s"),
    ]
    rows = [f"<div><dt>{what}</dt><dd>{value}</dd></div>" for what, value in told if value]
    return f'<dl class="figures">{"".join(rows)}</dl>'


def _plots(record: RunRecord) -> str:
    epochs = record.epochs
    steps = (np.arange(len(record.losses)) + 1) * record.block
    ends = [each.step for each in epochs]
    loss = [
        Line.of("training", steps, record.losses),
        Line.of("validation", ends, [each.validation_loss for each in epochs]),
    ]
    numbers = [each.epoch for each in epochs]
    right = [
        Line.of("training", numbers, [100 * each.train_accuracy for each in epochs]),
        Line.of("validation", numbers, [100 * each.validation_accuracy for each in epochs]),
    ]
    right_scale, loss_scale = VerticalAxis(unit=" %"), VerticalAxis(is_log=True)
    of_loss = plot("Loss", _in_words("loss", loss, ""), loss, "step", loss_scale)
    words = _in_words("share read right", right, " %")
    of_right = plot("Read right", words, right, "epoch", right_scale)
    drawings = (("Loss", of_loss), ("Read right", of_right))
    figures = [f"<figure><figcaption>{a}</figcaption>{b}</figure>" for a, b in drawings]
    table = details("Every epoch as a table", _epochs(epochs)) if epochs else ""
    told = ""
    if (share := record.recipe.hardest) < 1 < len(epochs):
        told = (
            f"<p>From epoch 2 on, “training” counts only {hardest_words(share)} of the digits.</p>"
        )
    return f'<div class="two">{"".join(figures)}</div>{told}{table}'


def _in_words(what: str, lines: Sequence[Line], unit: str) -> str:
    told = [
        f"The {what} in {line.name} goes from {line.y[0]:.4g}{unit} to {line.y[-1]:.4g}{unit}; "
        f"the least is {line.y.min():.4g}{unit}, the largest {line.y.max():.4g}{unit}."
        for line in lines
        if len(line.y)
    ]
    return " ".join(told)


def _epochs(epochs: Sequence[EpochReport]) -> str:
    heads = ("epoch", "step", "training loss", "right", "validation loss", "right")
    rows = [
        (
            *(f"{each.epoch:,}", f"{each.step:,}", f"{each.train_loss:.4f}"),
            *(_share(each.train_accuracy), _loss(each.validation_loss)),
            _share(each.validation_accuracy),
        )
        for each in epochs
    ]
    lines = [f"<tr>{''.join(f'<th class=n>{head}</th>' for head in heads)}</tr>"]
    lines += [f"<tr>{''.join(f'<td class=n>{cell}</td>' for cell in row)}</tr>" for row in rows]
    return f'<div class="scroll"><table>{"".join(lines)}</table></div>'


def _matrix(answers: Answers) -> str:
    """A row a class, a column an answer; darker where more of the row are."""
    names, classes = list(map(escape, answers.class_names)), len(answers.class_names)
    counts = np.zeros((classes, classes), np.int64)
    np.add.at(counts, (answers.dataset.labels, answers.answers), 1)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    largest = max(float(shares[~np.eye(classes, dtype=bool)].max(initial=0)), 1e-9)
    columns = "".join(f'<th scope="col">{name}</th>' for name in names)
    lines = [f"<tr><th></th>{columns}<th>right</th></tr>"]
    for row, name in enumerate(names):
        cells = "".join(
            _cell(int(counts[row, column]), float(shares[row, column]), row == column, largest)
            for column in range(classes)
        )
        of_class = _share(shares[row, row]) if counts[row].any() else ""
        lines.append(f'<tr><th scope="row">{name}</th>{cells}<td>{of_class}</td></tr>')
    told = f"Rows are what {len(answers):,} test images show, columns what the network answers."
    table = f'<table class="matrix">{"".join(lines)}</table>'
    return f'<p class="soft">{told}</p><div class="scroll">{table}</div>'


def _cell(count: int, share: float, is_right: bool, largest: float) -> str:
    """largest: of the shares that are read wrong, which is the darkest of them."""
    if not count:
        return "<td></td>"
    color = "--good" if is_right else "--bad"
    depth = _DARKEST * (share if is_right else share / largest)
    return (
        f'<td style="background: color-mix(in srgb, var({color}) {depth:.0f}%, transparent)">'
        f"{count:,}</td>"
    )


def _sure(confidence: float) -> str:
    """“97.9 % sure”; never 100 %."""
    percent = 100 * confidence
    return f"{percent:.1f} % sure" if percent < 99.95 else "over 99.9 % sure"


def _mistakes(answers: Answers) -> str:
    wrong = np.flatnonzero(~answers.right)
    if not len(wrong):
        return "<p>It reads every test image right.</p>"
    names, dataset = answers.class_names, answers.dataset
    surest = wrong[np.argsort(-answers.confidences[wrong], kind="stable")][:MOST_MISTAKES]
    figures = []
    for index in surest.tolist():
        truth, answer = names[dataset.labels[index]], names[answers.answers[index]]
        words = f"{truth}, read as {answer}, {_sure(float(answers.confidences[index]))}"
        source = data_uri(dataset.images[index].reshape(28, 28))
        figures.append(
            f'<figure><img src="{source}" alt="{escape(words)}">'
            f"<figcaption>{escape(words)}</figcaption></figure>"
        )
    told = f"{len(wrong):,} of {len(answers):,} are read wrong. The first {len(surest):,}:"
    return f'<p class="soft">{told}</p><div class="mistakes">{"".join(figures)}</div>'


def _repeating(record: RunRecord) -> str:
    return f'<div class="two"><div>{_recipe(record.recipe)}</div><div>{_origin(record)}</div></div>'


def _recipe(recipe: Recipe) -> str:
    unused = without_effect(recipe)
    rows = []
    for field in FIELDS:
        css = ' class="off"' if field.name in unused else ""
        words = escape(field.words(getattr(recipe, field.name)) or "none")
        rows.append(f"<tr{css}><th>{escape(field.label)}</th><td>{words}</td></tr>")
    return f"<table>{''.join(rows)}</table>"


def _origin(record: RunRecord) -> str:
    origin, about = record.origin, record.circumstances
    rows = [
        ("Data", f"{origin.name}: {origin.train:,} images to learn from, {origin.test:,} to test"),
        ("Classes", " ".join(origin.class_names)),
        ("Its SHA-256", about.data_hash),
        ("Began", _moment(about.began)),
        ("Branched from", about.parent and f"{about.parent}, after step {about.parent_step:,}"),
        *about.versions.items(),
        *((f"Changed at step {each.step:,}", each.text) for each in record.changes),
    ]
    lines = [
        f'<tr><th>{escape(what)}</th><td class="{"hash" if "SHA" in what else "note"}">'
        f"{escape(value)}</td></tr>"
        for what, value in rows
        if value
    ]
    return f"<table>{''.join(lines)}</table>"


def _moment(seconds: float) -> str:
    """In UTC, so that the page is the same everywhere."""
    return time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(seconds)) if seconds else ""


def _share(value: float) -> str:
    return "" if np.isnan(value) else f"{100 * value:.2f} %"


def _loss(value: float) -> str:
    return "" if np.isnan(value) else f"{value:.4f}"
