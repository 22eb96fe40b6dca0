"""The ePub books of an edition."""
