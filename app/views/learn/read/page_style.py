"""A help page as a document in the colours and sizes of the theme."""

from __future__ import annotations

from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableCellFormat,
)

from app.look import theme

LINE_PERCENT, CODE_PERCENT = 145, 130
_PROPORTIONAL = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value


def fill(document: QTextDocument, markdown: str) -> None:
    """Fill `document` with `markdown`, in the fonts and colours of the theme of the moment."""
    look = theme.tokens()
    document.setDefaultFont(theme.font(look.type_text))
    document.setMarkdown(markdown)
    document.setDocumentMargin(0)
    _frame_code(document)
    for block in _blocks(document):
        _dress_block(block)
        _dress_inline_code(block)
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            _dress_table(frame)


def _blocks(document: QTextDocument) -> list[QTextBlock]:
    blocks = []
    block = document.begin()
    while block.isValid():
        blocks.append(block)
        block = block.next()
    return blocks


def _is_fenced(block: QTextBlock) -> bool:
    """Whether Qt's Markdown reader has marked the block as fenced code."""
    return block.blockFormat().hasProperty(QTextFormat.Property.BlockCodeFence)


def _is_code(block: QTextBlock) -> bool:
    """Whether it lies in a frame made by _frame_code, which removes the first line's mark."""
    frame = QTextCursor(block).currentFrame()
    return not isinstance(frame, QTextTable) and frame.parentFrame() is not None


def _dress_block(block: QTextBlock) -> None:
    look = theme.tokens()
    level = block.blockFormat().headingLevel()
    in_table = QTextCursor(block).currentTable() is not None
    above, below, height = 0, look.space_2 + look.space_1, LINE_PERCENT
    if level:
        size = look.type_heading if level == 1 else look.type_text
        above = 0 if level == 1 else look.space_4
        below = look.space_3 if level == 1 else look.space_2
        _write_in(block, theme.font(size, QFont.Weight.DemiBold))
    elif _is_code(block):
        below, height = 0, CODE_PERCENT
        folding = QTextBlockFormat()
        folding.setNonBreakableLines(False)
        QTextCursor(block).mergeBlockFormat(folding)
        _write_in(block, theme.mono(look.type_text))
    elif in_table:
        below = 0
    elif block.textList() is not None:
        below = look.space_1
    elif block.length() == 1:  # what a frame leaves before and behind itself
        _vanish(block)
        return
    form = QTextBlockFormat()
    form.setTopMargin(above if block.blockNumber() else 0)
    form.setBottomMargin(below)
    form.setLineHeight(height, _PROPORTIONAL)
    QTextCursor(block).mergeBlockFormat(form)


def _write_in(block: QTextBlock, font: QFont) -> None:
    letters = QTextCharFormat()
    letters.setFont(font)
    cursor = QTextCursor(block)
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
    cursor.setCharFormat(letters)


def _vanish(block: QTextBlock) -> None:
    form = QTextBlockFormat()
    form.setTopMargin(0)
    form.setBottomMargin(0)
    form.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    QTextCursor(block).setBlockFormat(form)


def _dress_inline_code(block: QTextBlock) -> None:
    """Give code within a line a ground of its own."""
    look = theme.tokens()
    if _is_code(block):
        return
    fragments = []
    each = block.begin()
    while not each.atEnd():
        fragments.append(each.fragment())
        each += 1
    for fragment in fragments:
        if fragment.charFormat().fontFixedPitch():
            letters = QTextCharFormat()
            letters.setFont(theme.mono(look.type_text))
            letters.setBackground(QBrush(QColor(look.ground_sunken)))
            cursor = QTextCursor(block)
            cursor.setPosition(fragment.position())
            cursor.setPosition(
                fragment.position() + fragment.length(), QTextCursor.MoveMode.KeepAnchor
            )
            cursor.mergeCharFormat(letters)


def _frame_code(document: QTextDocument) -> None:
    """Put each run of lines of code into a frame with a ground of its own."""
    look = theme.tokens()
    around = QTextFrameFormat()
    around.setBackground(QBrush(QColor(look.ground_sunken)))
    around.setPadding(look.space_2 + look.space_1)
    around.setTopMargin(look.space_1)
    around.setBottomMargin(look.space_3)
    around.setBorder(0)
    runs: list[list[int]] = []
    before = -2
    for block in _blocks(document):
        if _is_fenced(block):
            if block.blockNumber() != before + 1:
                runs.append([block.position(), 0])
            runs[-1][1] = block.position() + block.length() - 1
            before = block.blockNumber()
    for start, end in reversed(runs):
        cursor = QTextCursor(document)
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertFrame(around)


def _dress_table(table: QTextTable) -> None:
    look = theme.tokens()
    table_form = table.format()
    table_form.setBorder(0)
    table_form.setBorderCollapse(True)
    table_form.setCellPadding(0)
    table_form.setCellSpacing(0)
    table_form.setTopMargin(look.space_1)
    table_form.setBottomMargin(look.space_3)
    table_form.setWidth(QTextLength())
    table.setFormat(table_form)
    line = QBrush(QColor(look.hairline))
    for row in range(table.rows()):
        for column in range(table.columns()):
            cell = table.cellAt(row, column)
            form = QTextTableCellFormat(cell.format().toTableCellFormat())
            form.setTopPadding(look.space_1)
            form.setBottomPadding(look.space_1)
            form.setLeftPadding(0)
            form.setRightPadding(look.space_4)
            form.setBottomBorder(1)
            form.setBottomBorderBrush(line)
            form.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            cell.setFormat(form)
            if row == 0:
                letters = QTextCharFormat()
                letters.setFont(theme.font(look.type_note))
                letters.setForeground(QBrush(QColor(look.ink_soft)))
                cursor = cell.firstCursorPosition()
                cursor.setPosition(
                    cell.lastCursorPosition().position(), QTextCursor.MoveMode.KeepAnchor
                )
                cursor.mergeCharFormat(letters)
