"""The map of the digits: what a network makes of them, on a plane."""
