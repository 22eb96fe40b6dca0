"""Merging: of templates into catalogs, and of the catalogs of two branches."""
