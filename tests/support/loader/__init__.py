"""Bundles, and a typed client of the loader."""
