"""The one place that names the app and its version."""

NAME = "Digit Lab"
VERSION = "0.1.0"
