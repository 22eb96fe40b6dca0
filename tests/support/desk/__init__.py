"""The desk as a process, and a client of it."""
