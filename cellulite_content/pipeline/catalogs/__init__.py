"""POT, PO and MO files: reading, writing and merging. The only room that uses polib."""
