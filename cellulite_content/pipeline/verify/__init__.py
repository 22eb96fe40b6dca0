"""Compares finished editions with their sources."""
