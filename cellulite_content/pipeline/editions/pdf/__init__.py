"""The PDF edition: the books of the ePub edition on pages of paper."""
