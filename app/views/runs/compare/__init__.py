"""Curves of several runs on one plot, and a table of what differs."""
