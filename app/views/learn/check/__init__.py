"""Check my code: an editor, and the results of a check."""
