"""Digit Lab's window: PySide6 and pyqtgraph."""
