"""What sees several views: requests of one to another, links to places, what the window says."""
