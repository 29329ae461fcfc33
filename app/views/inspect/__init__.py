"""Inspect: every gradient of every layer, live and for one example."""
