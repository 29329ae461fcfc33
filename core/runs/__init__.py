"""Runs: kept, compared, paired, and gone through again."""
