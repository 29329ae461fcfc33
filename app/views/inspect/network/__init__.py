"""Inspect’s first tab: the network as a picture, and hands inside it."""
