"""Holds finished editions to their sources."""
