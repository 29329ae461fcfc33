"""Data: which digits there are, and what they look like."""
