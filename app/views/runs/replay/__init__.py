"""The time machine: a run gone through again."""
