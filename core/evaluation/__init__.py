"""How good a network is on a whole set, and what it misreads."""
