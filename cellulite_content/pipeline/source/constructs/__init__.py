"""Constructs of sources that editions show in a way of their own, or not at all."""
