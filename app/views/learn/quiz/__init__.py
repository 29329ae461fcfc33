"""Quiz: one question after another."""
