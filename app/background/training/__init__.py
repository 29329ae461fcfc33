"""Training in the background: messages, worker, session, history."""
