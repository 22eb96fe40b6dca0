"""Readers of one paragraph: with docutils, or without it where its markup is usual."""
