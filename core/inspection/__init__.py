"""Looking into a network: the arrays of a step, what they add up to, and whether they are right."""
