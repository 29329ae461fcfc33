"""Check my backward: a learner's functions beside ours, and what is wrong with them, by name.

The learner's code is run in a process of its own, with the rights of whoever started it: time
and memory are limited, what the code may read or write is not.
"""
