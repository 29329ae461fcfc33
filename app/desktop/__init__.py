"""What touches the system: display, libraries, process, files, pictures, licences, self-test."""
