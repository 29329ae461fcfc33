"""Learn: the pages of the course, the check of a learner's code, and the quiz."""
