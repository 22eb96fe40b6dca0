"""What books are in every format: their texts, names and downloads, and both languages in one."""
