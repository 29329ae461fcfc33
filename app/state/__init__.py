"""What the app knows, apart from how it is shown: the network in use, readings, handwriting."""
