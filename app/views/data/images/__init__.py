"""The images of a data set, many at once and one by one."""
