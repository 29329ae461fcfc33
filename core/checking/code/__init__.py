"""A learner's code as it is written: in which line a mistake is made, and what only the text shows.

The code is parsed, never run, and nothing here trusts it to be well-formed.
"""
