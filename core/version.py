"""The one place that names the app and its version, for itself and for its installers."""

NAME = "Digit Lab"
PROGRAM = "digit-lab"
VERSION = "0.1.0"
SUMMARY = "See a neural network learn: train it on handwritten digits, draw your own, look inside."
COPYRIGHT = "Copyright (c) 2026 Digit Lab contributors"
# In reversed order, as a domain: of the app for macOS and AppStream, and of its files.
IDENTIFIER = "io.github.digit_lab.DigitLab"
MODEL_ENDING = ".safetensors"
RUN_ENDING = ".run"
LESSON_ENDING = ".digitlab-lesson"
