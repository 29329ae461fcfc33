"""Training in the background: the session, its runs and lessons, and what they tell."""
