"""Ink: drawings as strokes, and how they become the 28×28 images that networks read."""
