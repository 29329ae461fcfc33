"""What is written to disk and read from it: model files, arrays, whole or not at all."""
