"""What books are in every format: their names, their downloads, and both languages in one."""
