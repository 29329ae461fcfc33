"""Check my code: an editor, and what a check found."""
