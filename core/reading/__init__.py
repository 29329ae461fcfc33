"""What a network makes of a drawing: readings, numbers, refusals, taught hands, calibration."""
