"""A class: its hand-ins found in a folder or a zip, checked, marked by a teacher's rubric, and seen
at a glance.

The work is done by class_check.py; a HandIn goes in, a Marked comes out.
"""
