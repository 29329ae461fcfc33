"""Check my backward: a learner's functions beside ours, and what is wrong with them, by name.

The learner's code is run in a process of its own, which is confined as far as the system can
confine a process that has no special rights.
"""
