"""Translated files beside their source: aligned by structure, written into catalogs as fuzzy."""
