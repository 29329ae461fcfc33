"""The Draw view: a canvas, and what the network reads on it."""
