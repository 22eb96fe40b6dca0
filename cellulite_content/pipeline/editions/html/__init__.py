"""The web pages of an edition."""
