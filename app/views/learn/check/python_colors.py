"""Python in colours: keywords, strings, comments, numbers, names that are defined."""

from __future__ import annotations

import builtins
import keyword
import re

from PySide6.QtCore import Slot
from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from app.look import theme

PLAIN, IN_SINGLE, IN_DOUBLE = 0, 1, 2  # states at the end of a line: within ''' or within triple "
_COLORS = {
    "comment": "ink_soft",
    "string": "good",
    "number": "negative",
    "keyword": "positive",
    "name": "plot_validation",
    "builtin": "accent",
}
_BUILTINS = "|".join(name for name in dir(builtins) if name[0].islower())
_PARTS = re.compile(
    r"(?P<comment>#.*)"
    r"|(?P<triple>[rRbBuUfF]{0,2}(?:'''|\"\"\"))"
    r"|(?P<string>[rRbBuUfF]{0,2}(?:'(?:[^'\\]|\\.)*'?|\"(?:[^\"\\]|\\.)*\"?))"
    r"|\b(?:def|class)\s+(?P<name>\w+)"
    rf"|\b(?P<keyword>{'|'.join(keyword.kwlist)})\b"
    rf"|(?<![\w.])(?P<builtin>{_BUILTINS})\b"
    r"|(?<![\w.])(?P<number>(?:0[xob][\da-f_]+|(?:\d[\d_]*\.?[\d_]*|\.\d+)(?:e[-+]?\d+)?)j?)",
)
_DEFINES = re.compile(r"(?:def|class)\b")
_ENDS = {IN_SINGLE: "'''", IN_DOUBLE: '"""'}


class PythonColors(QSyntaxHighlighter):
    """Colours a document of Python code in the theme of the moment."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._forms: dict[str, QTextCharFormat] = {}
        theme.watcher().changed.connect(self.dress)
        self.dress()

    @Slot()
    def dress(self) -> None:
        look = theme.tokens()
        for part, color in _COLORS.items():
            form = QTextCharFormat()
            form.setForeground(QColor(getattr(look, color)))
            form.setFontItalic(part == "comment")
            if part in ("keyword", "name"):
                form.setFontWeight(QFont.Weight.DemiBold)
            self._forms[part] = form
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        self.setCurrentBlockState(PLAIN)
        at = 0
        state = self.previousBlockState()
        if state in _ENDS:
            at = self._string_until_end(text, 0, 0, state)
        while match := _PARTS.search(text, at):
            at = match.end()
            part = match.lastgroup or ""
            if part == "triple":
                state = IN_SINGLE if match["triple"].endswith("'") else IN_DOUBLE
                at = self._string_until_end(text, match.start(), match.end(), state)
                continue
            if part == "name":
                end = _DEFINES.match(text, match.start())
                assert end is not None
                self._paint("keyword", match.start(), end.end())
            self._paint(part, match.start(part), match.end(part))

    def _string_until_end(self, text: str, start: int, after: int, state: int) -> int:
        """Colour a triple-quoted string from `start`; returns where it, or the line, ends.

        after: where to look for the closing quotes. state: IN_SINGLE or IN_DOUBLE.
        """
        end = text.find(_ENDS[state], after)
        while end > 0 and text[end - 1] == "\\":
            end = text.find(_ENDS[state], end + 1)
        if end < 0:
            self.setCurrentBlockState(state)
            stop = len(text)
        else:
            stop = end + 3
        self._paint("string", start, stop)
        return stop

    def _paint(self, part: str, start: int, stop: int) -> None:
        self.setFormat(start, stop - start, self._forms[part])
