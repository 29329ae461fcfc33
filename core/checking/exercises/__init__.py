"""The thirteen functions, each taken apart into steps with the mistakes that are made in them."""

from core.checking.exercises.table import EXERCISES

__all__ = ["EXERCISES"]
