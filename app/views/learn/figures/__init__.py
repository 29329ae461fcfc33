"""Figures in the course's pages that answer to the reader's hand, each beside its sentence."""
