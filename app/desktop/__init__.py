"""What the app needs of the system: display, libraries, files, pictures, licences, self-test."""
