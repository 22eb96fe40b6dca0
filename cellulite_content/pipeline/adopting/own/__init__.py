"""Builds of an adopted project by its own builders: one reading for all locales."""
