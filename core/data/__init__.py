"""Digits to learn from: files, downloads, and a generator."""
