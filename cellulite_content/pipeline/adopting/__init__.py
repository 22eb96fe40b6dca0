"""Existing Sphinx projects: what stands in the way, and their catalogs in the project's layout."""
