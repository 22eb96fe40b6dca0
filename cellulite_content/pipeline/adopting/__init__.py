"""Existing Sphinx projects: a report on them, and their catalogs in this project's layout."""
