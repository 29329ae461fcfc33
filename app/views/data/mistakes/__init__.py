"""What a network misreads: a table of what is taken for what, each class, and curves."""
