"""Any data set that people have: found, read, and looked at for what would spoil a training."""
