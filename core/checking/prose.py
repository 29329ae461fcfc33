"""What a text is that Python cannot read: another language, a letter, two versions in one file."""

from __future__ import annotations

import re

_LOOKED_AT, _LONGEST = 2000, 200  # lines, and characters of each
_SHARE = 0.1  # of the lines, that may look like code by chance
_COPY = "Copy the code into a .py file of its own."
_DEFINITION = re.compile(r"^\s*(?:async\s+)?def\s+\w+\s*\(|^\s*class\s+\w+\s*[(:]", re.MULTILINE)
_CODE = re.compile(
    r"\s*(?:import\s+\w[\w.]*(?:\s*[,;#]|\s+as\s|$)|from\s+\S+\s+import\s|@\w|>>>|%|!|['\"]{3}"
    r"|(?:async\s+)?def\s+\w+\s*\(|class\s+\w+\s*[(:]|return\b|[\w.\[\]]+\s*[-+*/]?=[^=]|\w[\w.]*\(.*\)\s*$"
    r"|(?:for|while|if|elif|else|try|except|with)\b.*:\s*$)"
)
_WORDS = re.compile(r"[^\W\d_]{2,},? [^\W\d_]{2,}")
_CONFLICT = ("<<<<<<< ", "=======", ">>>>>>> ")
# By what stands at the beginning of a line, where there is no Python function.
_LANGUAGES = {
    "C": r"#include\s*[<\"]",
    "R": r"[\w.]+\s*<-\s*(?:function\s*\(|\w|\()|library\(\w+\)$",
    "MATLAB": r"function\s+(?:\[[\w, ]*\]|\w+)\s*=\s*\w+|(?:clear all|close all|clc);?$",
    "Java": r"(?:public|private)\s+(?:static|class|final)\b",
    "JavaScript": r"(?:function\s+\w+\s*\(.*\)\s*\{|(?:const|let|var)\s+\w+\s*=)",
    "Julia": r"using\s+[A-Z]\w+$|function\s+\w+!?\(.*\)$",
}
_DOCUMENTS = {
    r"\\documentclass|\\begin\{": f"This is LaTeX, not Python. {_COPY}",
    r"```": f"This is Markdown, text with code in it, not Python. {_COPY}",
    r"diff --git |--- a/": "This is a patch, not Python. Open the file that it was made of.",
}


def words_on(text: str) -> tuple[str, int | None]:
    """Of a text that Python cannot read, what it seems to be and what to do, and in which line that
    shows; "" and None where it seems to be Python."""
    if line := _conflict_line(text):
        return (
            f"Line {line}: here stand two versions, as git leaves them when it cannot merge. Keep "
            "one, and delete the lines with <<<<<<<, ======= and >>>>>>>.",
            line,
        )
    lines = [line[:_LONGEST] for line in text.split("\n")[:_LOOKED_AT] if line.strip()]
    start = "\n".join(lines)
    first_code = next((k for k, line in enumerate(lines) if _CODE.match(line)), len(lines))
    above = "\n".join(lines[: first_code + 1])
    for known, sentence in _DOCUMENTS.items():
        if re.search(rf"^[ \t]*(?:{known})", above, re.MULTILINE):
            return sentence, None
    if _DEFINITION.search(start):
        return "", None
    for language, known in _LANGUAGES.items():
        if re.search(rf"^[ \t]*(?:{known})", start, re.MULTILINE):
            return f"This seems to be {language}, not Python. Only Python can be checked.", None
    is_code = sum(bool(_CODE.match(line)) for line in lines)
    if any(map(_WORDS.search, lines)) and is_code <= _SHARE * len(lines):
        return (
            "This is plain text, not Python: there is no code in it. Open the file that holds it.",
            None,
        )
    return "", None


def _conflict_line(text: str) -> int:
    """Where the first conflict of a merge begins, from 1; 0 where there is none."""
    wanted, line = list(_CONFLICT), 0
    for number, each in enumerate(text.split("\n"), start=1):
        if each.startswith(wanted[0]):
            line = line or number
            del wanted[0]
            if not wanted:
                return line
    return 0
