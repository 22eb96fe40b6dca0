"""Random messages and their budget."""
