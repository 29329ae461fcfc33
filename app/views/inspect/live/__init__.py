"""Live gradients: dW and db of every layer while a network trains."""
