"""Runs: the table of all, compared, paired, gone through again."""
