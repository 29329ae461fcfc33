"""The mathematics and the training, in NumPy alone; reads from top to bottom like the course."""
