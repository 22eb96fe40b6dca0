"""Start projects: the files with which a new one begins."""
