"""The course inside: its pages, and a quiz that takes its answers from the network in use."""
