"""What is said of files that hold no Python."""

from __future__ import annotations

_ASK = "Ask for the file itself, .py or .ipynb."
_SENTENCES = {
    f"This is a PDF, which cannot be run. {_ASK}": (".pdf",),
    f"This is a text document, which cannot be run. {_ASK}": (
        *(".doc", ".docx", ".odt", ".rtf", ".pages", ".md", ".tex", ".gdoc"),
    ),
    f"This is a picture, which cannot be run. {_ASK}": (
        *(".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".heic", ".svg", ".tif", ".tiff"),
    ),
    f"This is a web page, which cannot be run. {_ASK}": (".html", ".htm", ".mhtml", ".webloc"),
    "This is packed in a way that is not opened here. Unpack it, or ask for a zip.": (
        *(".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz"),
    ),
    "These are data, not code.": (
        *(".csv", ".npz", ".npy", ".json", ".h5", ".hdf5", ".pkl", ".mat", ".xlsx", ".xls"),
        *(".toml", ".yaml", ".yml", ".log", ".safetensors"),
    ),
}
_OF_ENDING = {ending: text for text, endings in _SENTENCES.items() for ending in endings}


def what_it_is(ending: str) -> str:
    """Why a file with this ending, in small letters, is not run: a sentence."""
    return _OF_ENDING.get(ending, f"This is no Python file. {_ASK}")
