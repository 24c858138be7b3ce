"""A table in, Axes in, Axes out."""
