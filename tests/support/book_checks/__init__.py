"""Books, and their seeded defects."""
