"""The kinds of files that a dialog offers: by their endings, in small letters and in capitals."""

from __future__ import annotations

ALL = "All files (*)"


def file_filter(words: str, *endings: str) -> str:
    """Such as “Pictures (*.png *.PNG)”; some systems’ dialogs tell capitals apart. endings: with
    their dots. The first is that of a file that is saved without one."""
    both = dict.fromkeys(form for each in endings for form in (each.lower(), each.upper()))
    return f"{words} ({' '.join(f'*{each}' for each in both)})"
