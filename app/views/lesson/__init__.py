"""Lessons that a teacher hands out: opened, gone through, and made of what is on the screen."""
