"""Helpers for tests of documents in Markdown."""
