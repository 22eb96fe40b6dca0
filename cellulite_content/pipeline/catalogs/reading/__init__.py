"""Reading of PO files: bytes, lines, entries."""
