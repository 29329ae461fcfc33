"""Export: a network or a run for other programs, and as a page."""
