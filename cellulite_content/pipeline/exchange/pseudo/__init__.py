"""Pseudo-locales: translations made by a rule, and a project that has them."""
