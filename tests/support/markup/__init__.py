"""Constructs of sources, for tests."""
