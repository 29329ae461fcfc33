"""Work beside the window: the mechanism in tasks, and what runs on it."""
