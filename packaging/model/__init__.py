"""`make model`: how the networks that come with the app are trained, and what is told of them."""
