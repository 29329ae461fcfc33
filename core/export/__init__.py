"""A network, a recipe or a run, taken along: as programs, files of others, a page to print."""
