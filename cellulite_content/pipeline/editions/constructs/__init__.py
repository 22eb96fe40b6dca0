"""Constructs that all editions number, name or link in the same way."""
