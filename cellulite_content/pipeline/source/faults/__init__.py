"""Faults of sources, as `extract` reports them: all in one list, with places and remedies."""
