"""The training doctor: what is wrong with a run, and what to try."""
