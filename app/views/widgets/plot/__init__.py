"""A plot for reading: few ticks, no frame, lines labelled at their ends."""
