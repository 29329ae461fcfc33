"""A network as a picture: pixels, a block of tiles for each layer, and the lines between them."""
