"""Train: write a recipe, run it, watch it learn."""
