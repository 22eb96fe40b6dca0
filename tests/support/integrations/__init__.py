"""Web programs and their answers."""
