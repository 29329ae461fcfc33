"""The one stylesheet of the app, the same in both schemes: its colours are roles of the palette.

A new stylesheet has Qt dress all widgets anew, also those that nobody sees, at 0.4 ms each: there
is one for each size of text, in which every length from LEAST_SCALED up is so much larger. What a
wider edge takes away is written as such: “30-2px” is 2 pixels less than 30 at any size.

Roles, set as the dynamic property `role`:
QLabel: heading, answer, figure, note, error, good, warning, sentence, reminder. QPushButton:
primary, plain (no edge), danger. QToolButton: rail. QCheckBox: note. QFrame: card, hairline.
QWidget: rail, status, offer. QListWidget: contents. QTextBrowser: page. QPlainTextEdit: code.
QTreeView: rows, table.
A field with the dynamic property `invalid` true has a red edge.
"""

from __future__ import annotations

import re
from string import Template

from PySide6.QtGui import QPalette

from app.look.icons import FOLDER
from app.look.tokens import LIGHT, Tokens

LEAST_SCALED = 3  # pixels: thinner are edges
_LENGTH = re.compile(r"(\d+)(?:-(\d+))?px")
_Role = QPalette.ColorRole
# The first role of each is the stylesheet's. What says "free" is read by nothing else here: it
# stands for a colour that Qt has no role for.
ROLES: dict[str, tuple[QPalette.ColorRole, ...]] = {
    "ink": (_Role.WindowText, _Role.Text, _Role.ButtonText),
    "ink_soft": (_Role.PlaceholderText,),
    "ink_disabled": (_Role.NoRole,),  # free
    "ground": (_Role.Window,),
    "ground_raised": (_Role.Base, _Role.Button, _Role.Light),
    "ground_sunken": (_Role.AlternateBase,),
    "hairline": (_Role.Mid,),
    "outline": (_Role.Dark,),
    "accent": (_Role.Highlight, _Role.Accent),
    "accent_hover": (_Role.LinkVisited,),  # free
    "accent_soft": (_Role.Midlight,),  # free
    "accent_text": (_Role.HighlightedText,),
    "focus": (_Role.Link,),
    "danger": (_Role.BrightText,),  # free
    "good": (_Role.ToolTipBase,),  # free: the stylesheet has its own for tooltips
    "warning": (_Role.ToolTipText,),  # free
}

_SHEET = Template("""
* { outline: none; }
QWidget { color: $ink; font-size: ${type_text}px; }
QMainWindow, QDialog { background: $ground; }

QLabel { background: transparent; }
QLabel[role="heading"] { font-size: ${type_heading}px; font-weight: 600; }
QLabel[role="answer"] { font-size: ${type_answer}px; font-weight: 300; }
QLabel[role="figure"] { font-size: ${type_figure}px; }
QLabel[role="note"] { font-size: ${type_note}px; color: $ink_soft; }
QLabel[role="sentence"] { color: $ink_soft; }
QLabel[role="error"] { font-size: ${type_note}px; color: $danger; }
QLabel[role="good"] { font-size: ${type_note}px; color: $good; }
QLabel[role="warning"] { font-size: ${type_note}px; color: $warning; }
QLabel[role="reminder"] {
    background: $ink; color: $ground; border-radius: ${radius}px; padding: 8px 16px;
}
QLabel:disabled { color: $ink_soft; }

QPushButton, QToolButton {
    background: $ground_raised; border: 1px solid $outline; border-radius: ${radius}px;
    padding: 0 12px; min-height: 30px;
}
QToolButton { padding: 0 6px; }
QPushButton:hover, QToolButton:hover { border-color: $accent; background: $accent_soft; }
QPushButton:pressed, QToolButton:pressed { background: $accent_soft; border-color: $accent_hover; }
QPushButton:checked, QToolButton:checked {
    background: $accent_soft; border-color: $accent; color: $ink;
}
QPushButton:focus, QToolButton:focus {
    border: 2px solid $focus; padding: 0 12-1px; min-height: 30-2px;
}
QToolButton:focus { padding: 0 6-1px; }
QPushButton:disabled, QToolButton:disabled {
    color: $ink_disabled; border-color: $hairline; background: transparent;
}
QPushButton[role="primary"], QPushButton:default {
    background: $accent; border-color: $accent; color: $accent_text; font-weight: 600;
}
QPushButton[role="primary"]:hover, QPushButton:default:hover,
QPushButton[role="primary"]:pressed, QPushButton:default:pressed {
    background: $accent_hover; border-color: $accent_hover;
}
QPushButton[role="primary"]:focus, QPushButton:default:focus { border: 2px solid $ink; }
QPushButton[role="primary"]:disabled {
    background: $hairline; border-color: $hairline; color: $ink_disabled;
}
QDialogButtonBox QPushButton { min-width: 64px; }
QPushButton[role="danger"] { color: $danger; border-color: $danger; }
QPushButton[role="plain"], QToolButton[role="plain"] {
    background: transparent; border: 1px solid transparent;
}
QPushButton[role="plain"]:hover, QToolButton[role="plain"]:hover { background: $accent_soft; }
QPushButton[role="plain"]:checked, QToolButton[role="plain"]:checked { background: $accent_soft; }
QPushButton[role="plain"]:focus, QToolButton[role="plain"]:focus { border: 2px solid $focus; }
QToolButton::menu-indicator { image: none; }
QToolButton[popupMode="1"] { padding-right: 20px; }
QToolButton::menu-button { border: none; background: transparent; width: 18px; }
QToolButton::menu-arrow { image: url("$icons/control-down.svg"); width: 12px; height: 12px; }

QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox, QPlainTextEdit, QTextEdit {
    background: $ground_raised; border: 1px solid $outline; border-radius: ${radius}px;
    padding: 0 8px; min-height: 30px;
    selection-background-color: $accent; selection-color: $accent_text;
}
QPlainTextEdit, QTextEdit { padding: 8px; }
QLineEdit:hover, QComboBox:hover, QSpinBox:hover, QDoubleSpinBox:hover { border-color: $ink_soft; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus,
QPlainTextEdit:focus, QTextEdit:focus {
    border: 2px solid $focus; padding: 0 8-1px; min-height: 30-2px;
}
QPlainTextEdit:focus, QTextEdit:focus { padding: 8-1px; }
QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled {
    color: $ink_soft; border-color: $hairline; background: transparent;
}
QLineEdit[invalid="true"], QComboBox[invalid="true"], QSpinBox[invalid="true"] {
    border: 2px solid $danger; padding: 0 8-1px; min-height: 30-2px;
}
QComboBox QLineEdit, QComboBox QLineEdit:focus {
    border: none; padding: 0; min-height: 0; background: transparent;
}
QComboBox { padding-right: 0; }
QComboBox:focus { padding-right: 0; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url("$icons/control-down.svg"); width: 12px; height: 12px; }
QComboBox QAbstractItemView {
    background: $ground_raised; border: 1px solid $outline; padding: 4px;
    selection-background-color: $accent_soft; selection-color: $ink;
}
QComboBox QAbstractItemView::item { min-height: 28px; padding: 0 6px; border-radius: 4px; }
QSpinBox, QDoubleSpinBox { padding-left: 8px; }
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button,
QDoubleSpinBox::down-button { border: none; background: transparent; width: 18px; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow {
    image: url("$icons/control-up.svg"); width: 10px; height: 10px;
}
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow {
    image: url("$icons/control-down.svg"); width: 10px; height: 10px;
}

QCheckBox, QRadioButton { background: transparent; spacing: 8px; min-height: 24px; }
QCheckBox[role="note"] { font-size: ${type_note}px; spacing: 4px; }
QCheckBox:disabled, QRadioButton:disabled { color: $ink_disabled; }
QCheckBox::indicator, QRadioButton::indicator {
    width: 16px; height: 16px; border: 1px solid $outline; background: $ground_raised;
}
QCheckBox::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: $${ring_half}px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $accent; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border: 2px solid $focus; }
QCheckBox:focus, QRadioButton:focus { text-decoration: underline; }
QCheckBox::indicator:checked {
    background: $accent; border-color: $accent; image: url("$icons/control-tick-light.svg");
}
QCheckBox[dark="true"]::indicator:checked { image: url("$icons/control-tick-dark.svg"); }
QRadioButton::indicator:checked {
    border: $${ring_edge}px solid $accent; width: $${ring_inside}px; height: $${ring_inside}px;
}

QSlider { min-height: 24px; background: transparent; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: $hairline; }
QSlider::sub-page:horizontal { height: 4px; border-radius: 2px; background: $accent; }
QSlider::handle:horizontal {
    width: 16px; height: 16px; margin: -6px 0; border-radius: 8px; background: $accent;
}
QSlider::handle:horizontal:hover { background: $accent_hover; }
QSlider:focus { border: none; }
QSlider::handle:horizontal:focus { border: 2px solid $ink; width: 16-4px; height: 16-4px; }
QSlider::sub-page:horizontal:disabled, QSlider::handle:horizontal:disabled {
    background: $ink_disabled;
}

QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }

QProgressBar {
    background: $hairline; border: none; border-radius: 2px; min-height: 4px; max-height: 4px;
    color: transparent;
}
QProgressBar::chunk { background: $accent; border-radius: 2px; }

QMenuBar { background: $ground; padding: 2px 4px; border-bottom: 1px solid $hairline; }
QMenuBar::item { background: transparent; padding: 5px 10px; border-radius: 4px; }
QMenuBar::item:selected { background: $accent_soft; }
QMenu { background: $ground_raised; border: 1px solid $outline; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 8px; border-radius: 4px; border: 1px solid transparent; }
QMenu::item:selected { background: $accent_soft; }
QMenu::item:disabled { color: $ink_disabled; }
QMenu::icon { padding-left: 6px; }
QMenu::separator { height: 1px; background: $hairline; margin: 4px 8px; }
QMenu::indicator { width: 14px; height: 14px; left: 6px; }
QMenu::indicator:checked { image: url("$icons/control-check.svg"); }

QToolTip {
    background: $ink; color: $ground; border: none; padding: 4px 8px; font-size: ${type_note}px;
}

QTabBar { background: transparent; qproperty-drawBase: 0; }
QTabBar::tab {
    background: transparent; border: none; border-bottom: 2px solid transparent;
    padding: 6px 4px; margin-right: 16px; color: $ink_soft;
}
QTabBar::tab:hover { color: $ink; }
QTabBar::tab:selected { color: $ink; border-bottom-color: $accent; }
QTabBar::tab:focus { border-bottom-color: $ink; }
QTabWidget::pane { border: none; border-top: 1px solid $hairline; }

QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: $outline; border-radius: 3px; margin: 3px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $ink_soft; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QScrollArea { border: none; background: transparent; }
QScrollArea > QWidget > QWidget { background: transparent; }

QAbstractItemView {
    background: $ground_raised; alternate-background-color: $ground_sunken;
    border: 1px solid $hairline; gridline-color: $hairline;
    selection-background-color: $accent_soft; selection-color: $ink;
}
QListWidget[role="contents"] { background: transparent; border: none; padding: 8px; }
QListWidget[role="contents"]::item { border-radius: 4px; padding: 0 8px; color: $ink_soft; }
QListWidget[role="contents"]::item:hover { color: $ink; background: $ground_sunken; }
QListWidget[role="contents"]::item:selected { color: $ink; background: $accent_soft; }
QListWidget[role="contents"]::item:focus { border: 2px solid $focus; padding: 0 8-2px; }
QTextBrowser[role="page"], QTextBrowser[role="page"]:focus {
    background: transparent; border: none; padding: 0;
}
QPlainTextEdit[role="code"] { border: 2px solid transparent; border-radius: 0; padding: 0; }
QPlainTextEdit[role="code"]:focus { border-color: $focus; padding: 0; }
QTreeView[role="rows"] { background: transparent; border: none; padding: 0 8px; }
QTreeView[role="rows"]::item { padding: 0 4px; height: 22px; }
QTreeView[role="rows"]::item:selected { background: $accent_soft; color: $ink; }
QTreeView[role="rows"]:focus { border-left: 2px solid $focus; }
QTreeView[role="rows"] QHeaderView { background: transparent; border: none; }
QTreeView[role="table"] { background: transparent; border: none; }
QTreeView[role="table"]::item { padding: 4px 8px; border-bottom: 1px solid $hairline; }
QTreeView[role="table"]::item:selected { background: $accent_soft; color: $ink; }
QTreeView[role="table"]:focus { border-left: 2px solid $focus; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QHeaderView::section {
    background: $ground; color: $ink_soft; border: none; border-bottom: 1px solid $hairline;
    padding: 4px 8px; font-size: ${type_note}px;
}
QTableView::item { padding: 0 8px; }
QSplitter::handle { background: $hairline; }
QSplitter::handle:hover { background: $accent; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }

QFrame[role="card"] {
    background: $ground_raised; border: 1px solid $hairline; border-radius: ${radius}px;
}
QFrame[role="hairline"] { background: $hairline; border: none; }
QFrame[role="hairline"][lying="true"] { min-height: 1px; max-height: 1px; }
QWidget[role="rail"] { background: $ground_sunken; border-right: 1px solid $hairline; }
QToolButton[role="rail"] {
    background: transparent; border: none; border-radius: ${radius}px; color: $ink_soft;
    font-size: ${type_note}px; padding: 8px 0 6px 0; min-width: 64px; min-height: 0;
}
QToolButton[role="rail"]:hover { color: $ink; background: $hairline; }
QToolButton[role="rail"]:checked {
    color: $accent; background: $accent_soft; font-weight: 600;
}
QToolButton[role="rail"]:focus { border: 2px solid $focus; padding: 8-2px 0 6-2px 0; }
QWidget[role="status"] { background: $ground; border-top: 1px solid $hairline; }
QWidget[role="offer"] { background: $accent_soft; border-bottom: 1px solid $hairline; }
""")


def build(tokens: Tokens = LIGHT) -> str:
    """The stylesheet: sizes of the tokens, which both schemes share, and colours of the palette."""
    colors = {name: f"palette({_word(roles[0])})" for name, roles in ROLES.items()}
    sheet = _SHEET.substitute(vars(LIGHT) | colors, icons=FOLDER.as_posix())
    sheet = _LENGTH.sub(lambda found: _scaled(int(found[1]), int(found[2] or 0), tokens), sheet)
    return Template(sheet).substitute(_ring(tokens))


def _scaled(length: int, less: int, tokens: Tokens) -> str:
    return f"{(tokens.px(length) if length >= LEAST_SCALED else length) - less}px"


def _ring(tokens: Tokens) -> dict[str, int]:
    """Of a radio button: the same outside whether it is chosen or not, and round at any size."""
    outside, edge = tokens.px(16) + 2, tokens.px(5)
    return {"ring_half": outside // 2, "ring_edge": edge, "ring_inside": outside - 2 * edge}


def palette(tokens: Tokens) -> QPalette:
    """The palette of a scheme: what the stylesheet, and whatever it leaves out, is painted in."""
    made = QPalette()
    for name, roles in ROLES.items():
        for role in roles:
            made.setColor(role, tokens.color(name))
    for role in ROLES["ink"]:
        made.setColor(QPalette.ColorGroup.Disabled, role, tokens.color("ink_disabled"))
    return made


def _word(role: QPalette.ColorRole) -> str:
    """A role as a stylesheet writes it: HighlightedText -> “highlighted-text”."""
    return (
        re.sub(r"(?<!^)(?<!Tool)(?=[A-Z])", "-", role.name).lower().replace("tool-tip", "tooltip")
    )
