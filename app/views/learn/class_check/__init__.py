"""Class: the hand-ins of a whole class, checked and marked by a rubric."""
