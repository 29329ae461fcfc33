"""The library of runs on disk: what is kept of each while it goes on and after."""
