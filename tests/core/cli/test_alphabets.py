"""Whatever the system's alphabet is, a pipe and a file get UTF-8 and a console its own."""

from __future__ import annotations

import io

import pytest

from core.cli.terminal import speak_plainly, tell

WORDS = "✓ 1180×760, dW = dZ·H_prevᵀ / m"


class Console(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "encoding"), [(io.TextIOWrapper, "utf-8"), (Console, "cp1252"), (Console, "cp437")]
)
def test_the_words_come_out(stream, encoding, monkeypatch):
    out = stream(io.BytesIO(), encoding="cp1252" if stream is io.TextIOWrapper else encoding)
    monkeypatch.setattr("sys.stdout", out)
    speak_plainly()
    tell(WORDS)
    out.flush()
    written = out.buffer.getvalue().decode(encoding).rstrip()
    assert written == WORDS.encode(encoding, "replace").decode(encoding)


def test_a_program_without_streams_says_nothing(monkeypatch):
    monkeypatch.setattr("sys.stdout", None)
    monkeypatch.setattr("sys.stderr", None)
    speak_plainly()
