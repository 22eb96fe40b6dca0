"""Wheels, archives and recipes."""
