"""Readers and browsers of editions."""
