"""The microscope: one example, or a batch, step by step through the network and back."""
