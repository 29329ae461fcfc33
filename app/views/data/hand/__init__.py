"""My handwriting: drawings with the digits they mean, and what a network learns of them."""
