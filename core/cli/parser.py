"""The verbs and their arguments, as argparse reads them."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from core.cli.host import Host
from core.cli.terminal import tell
from core.errors import RecipeError
from core.files.plain_text import for_terminal
from core.recipe_form import FIELD, Field
from core.version import NAME, PROGRAM, VERSION

OVERRIDES = (
    "hidden",
    "activation",
    "optimizer",
    "learning_rate",
    "batch_size",
    "epochs",
    "seed",
)
# Names of core.data.opening.mending, and of core.export.formats with the digits; tests compare.
MENDS = (
    *("turn", "turn-left", "turn-right", "turn-over", "mirror", "flip", "turn-flip"),
    *("invert", "rows", "relabel", "letters", "drop"),
)
EXPORTS = (
    *("numpy", "torch", "onnx", "notebook"),
    *("numpy-training", "torch-training", "training-notebook", "data"),
)
_REPORTS = {
    "html": "write the report as a page that needs nothing else",
    "json": "write the report as JSON; - for standard output",
    "csv": "write a line for each hand-in, with the marks of a class; - for standard output",
}
# Names of core.classroom.tables; a test compares.
HINTS = ("what", "where", "why", "how")
TABLES = ("spreadsheet", "moodle", "canvas")
MOST_JOBS = 64
SORTS = ("began", "name", "accuracy", "loss", "steps", "seconds")
_RUN_HELP = "its id as runs list has it, or how that begins; its name; or “last”"
_METAVARS = {"hidden": "128,64", "activation": "A", "optimizer": "O", "learning_rate": "F"}


class _Parser(argparse.ArgumentParser):
    """An argument parser that says in one line what is wrong."""

    def error(self, message: str) -> NoReturn:
        sentence = " ".join(message.split())  # it quotes what was typed
        self.exit(2, f"{self.prog}: {sentence} (see {self.prog} --help)\n")

    def _print_message(self, message: str, file: Any = None) -> None:
        super()._print_message(for_terminal(message), file)


class _Alone(argparse.Action):
    """An option that is a command by itself, such as --self-test, carried out before any verb."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> NoReturn:
        parser.error(f"{self.option_strings[0]} goes alone")


class _Template(argparse.Action):
    """Prints a rubric and ends."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> NoReturn:
        from core.classroom.rubric_file import template

        tell(template().rstrip("\n"))
        parser.exit()


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The arguments, with the verb's function as `act`. Raises SystemExit."""
    arguments = _parser().parse_args(argv)
    if arguments.verb == "predict" and bool(arguments.images) == bool(arguments.ink):
        _Parser(prog=f"{PROGRAM} predict").error("name either pictures or an ink file with --ink")
    return arguments


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog=PROGRAM,
        allow_abbrev=False,
        description="See a neural network learn to read digits. Without a verb, the window opens.",
    )
    parser.add_argument("--version", action="version", version=f"{NAME} {VERSION}")
    parser.add_argument(
        "--self-test", action=_Alone, nargs=0, help="try every part of the program on this computer"
    )
    parser.add_argument(
        "--debug", action=_Alone, nargs=0, help="open the window with a log on the terminal"
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")

    train = _verb(verbs, "train", "train a network and save it")
    _add_data(train)
    train.add_argument(
        "--recipe", type=Path, metavar="FILE.toml", help="the hyper-parameters of the run"
    )
    for name in OVERRIDES:
        _add_override(train, FIELD[name])
    train.add_argument(
        "--out", type=Path, metavar="FILE.safetensors", required=True, help="where to save it"
    )
    _add_runs(train)
    train.add_argument(
        "--no-keep", action="store_true", help="do not keep the run with the others, see runs"
    )
    _add_json(train)

    evaluate = _verb(verbs, "evaluate", "measure a network on test images")
    _add_model(evaluate)
    _add_data(evaluate)
    evaluate.add_argument(
        "--confusion",
        action="store_true",
        help="say what is taken for what, and the figures of each class; with --json all figures",
    )
    evaluate.add_argument(
        "--csv", type=Path, metavar="FILE", help="write what is taken for what as a table"
    )
    _add_json(evaluate)

    predict = _verb(verbs, "predict", "read digits from pictures or from ink")
    _add_model(predict)
    predict.add_argument(
        "images",
        nargs="*",
        type=Path,
        metavar="IMAGE",
        help="a PNG, JPEG, GIF, TIFF, WebP, BMP or PGM file",
    )
    predict.add_argument(
        "--ink",
        type=Path,
        metavar="FILE.jsonl[.gz]",
        help='one drawing a line: {"strokes": [[[x, y], ...], ...]}, y down',
    )
    predict.add_argument(
        "--number",
        action="store_true",
        help="read up to 12 digits, left to right and line by line, from each picture or drawing; "
        'a drawing may say what it is: "number": "2026"',
    )

    export = _verb(verbs, "export", "write a network, a recipe or a data set for other programs")
    _add_model(export)
    export.add_argument(
        "--recipe", type=Path, metavar="FILE.toml", help="what a program that trains goes by"
    )
    _add_data(export)
    export.add_argument(
        "--as",
        dest="form",
        required=True,
        choices=EXPORTS,
        metavar="FORM",
        help=f"{', '.join(EXPORTS)}: the network as a program, a model or a notebook; the recipe "
        "of --recipe, or else the network's, as a program that trains the same run; the digits of "
        "--data as arrays for that",
    )
    export.add_argument(
        "-o", "--out", type=Path, metavar="FILE", required=True, help="where to write it"
    )

    gradcheck = _verb(verbs, "gradcheck", "compare the gradients with differences of the loss")
    _add_model(gradcheck)

    check = _verb(verbs, "check", "check a learner's file of functions, or a class's hand-ins")
    check.add_argument(
        "path",
        type=Path,
        metavar="FILE|FOLDER|ZIP",
        help="what is checked: its code is run, without the network, other programs and your "
        "files to write to, where the system can forbid that; the report says what it could do",
    )
    for option, what in _REPORTS.items():
        check.add_argument(f"--{option}", type=Path, metavar=f"FILE.{option}", help=what)
    check.add_argument(
        "--hints",
        default=HINTS[-1],
        choices=HINTS,
        metavar="LEVEL",
        help=f"how much is told of each mistake of one file: {', '.join(HINTS)}",
    )
    _add_class(check)
    _add_runs_verb(verbs)
    child = verbs.add_parser("check-child", allow_abbrev=False)  # no help: nobody types it
    child.add_argument("--fork", type=int)
    child.set_defaults(act=_function_of("check_child"))
    worker = verbs.add_parser("check-worker", allow_abbrev=False)
    worker.set_defaults(act=_function_of("check_worker"))
    return parser


def _add_class(check: argparse.ArgumentParser) -> None:
    """What is for a folder or a zip of hand-ins alone."""
    check.add_argument(
        "--rubric", type=Path, metavar="FILE.toml", help="what a class was asked for; points"
    )
    check.add_argument(
        "--rubric-template", action=_Template, nargs=0, help="print a rubric that explains itself"
    )
    check.add_argument(
        "--pages", type=Path, metavar="FOLDER", help="write a page a student, and one on the class"
    )
    check.add_argument(
        "--csv-for",
        default="spreadsheet",
        choices=TABLES,
        metavar="PROGRAM",
        help=f"who is to take the table of --csv for a class: {', '.join(TABLES)}",
    )
    check.add_argument(
        "--again", action="store_true", help="check those as well that have not changed since"
    )
    check.add_argument(
        "--jobs", type=_jobs, metavar="N", help="hand-ins at a time (default: one a core)"
    )


def _jobs(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_JOBS:
        raise argparse.ArgumentTypeError(f"Write a number from 1 to {MOST_JOBS}.")
    return int(text)


def _add_runs_verb(verbs: Any) -> None:
    """digit-lab runs list, show, compare and export."""
    runs = _verb(verbs, "runs", "look at the runs that were kept")
    acts = runs.add_subparsers(dest="what", required=True, metavar="WHAT")
    listed = acts.add_parser("list", help="a line for each run", allow_abbrev=False)
    listed.add_argument(
        "--sort", default="began", choices=SORTS, metavar="COLUMN", help=f"by {', '.join(SORTS)}"
    )
    listed.add_argument("--bin", action="store_true", help="those in the bin instead")
    shown = acts.add_parser("show", help="all that is known of one run", allow_abbrev=False)
    compared = acts.add_parser("compare", help="what differs between runs", allow_abbrev=False)
    exported = acts.add_parser(
        "export", help="write a report of a run, its curves or its network", allow_abbrev=False
    )
    for each in (shown, exported):
        each.add_argument("run", metavar="RUN", help=_RUN_HELP)
    compared.add_argument("run", nargs="+", metavar="RUN", help=_RUN_HELP)
    exported.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="FILE.html|csv|json|safetensors",
        help="where to: a page with plots, recipe and, with --data, what it misreads; curves as "
        "CSV or JSON; or the network",
    )
    _add_data(exported)
    for each in (listed, shown, compared, exported):
        _add_runs(each)
    for each in (listed, shown, compared):
        _add_json(each)


def _add_runs(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--runs", type=Path, metavar="FOLDER", help="where runs are kept (default: the app’s own)"
    )


def _verb(verbs: Any, name: str, summary: str) -> argparse.ArgumentParser:
    verb: argparse.ArgumentParser = verbs.add_parser(
        name, help=summary, description=f"{summary.capitalize()}.", allow_abbrev=False
    )
    verb.set_defaults(act=_function_of(name))
    return verb


def _function_of(verb: str) -> Callable[[argparse.Namespace, Host], int]:
    """core.cli.VERB.VERB, imported when it is called: no verb waits for what others need."""

    def act(arguments: argparse.Namespace, host: Host) -> int:
        return int(getattr(import_module(f"core.cli.{verb}"), verb)(arguments, host))

    return act


def _add_data(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--data",
        metavar="mnist|starter|PATH",
        help="the digits (default: mnist where it is found, else starter), or a data set of your "
        "own: IDX files, .npz, CSV, pictures in folders by label, or a zip of these; PATH#NAME is "
        "one of several in a folder",
    )
    verb.add_argument(
        "--mend",
        type=lambda text: tuple(text.split(",")),
        default=(),
        metavar="turn,invert",
        help="what to mend of your own data set before it is used: " + ", ".join(MENDS),
    )


def _add_model(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--model",
        type=Path,
        metavar="FILE",
        help="a network of Digit Lab, or a PyTorch model of Linear layers that was saved with "
        "safetensors (default: the shipped network)",
    )
    verb.add_argument(
        "--activation",
        type=_value_of(FIELD["activation"]),
        metavar=_METAVARS["activation"],
        help="relu, sigmoid or tanh: of the hidden layers of a PyTorch model, which does not tell",
    )


def _add_json(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--json", action="store_true", help="print one JSON object on standard output"
    )


def _value_of(field: Field) -> Callable[[str], Any]:
    def value(text: str) -> Any:
        try:
            return field.parse(text)
        except RecipeError as error:
            raise argparse.ArgumentTypeError(str(error)) from None

    return value


def _add_override(verb: argparse.ArgumentParser, field: Field) -> None:
    verb.add_argument(
        f"--{field.name.replace('_', '-')}",
        type=_value_of(field),
        metavar=_METAVARS.get(field.name, "N"),
        help=field.help.replace("%", "%%"),
    )
