"""What runs beside the window: loading, training, checking, racing."""
