"""Arrays as crisp heatmaps: the view, its legend, and both as files."""
