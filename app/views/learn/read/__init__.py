"""Read: the pages of the course."""
