"""Checks of markup: what a translation may not add, drop or redirect."""
