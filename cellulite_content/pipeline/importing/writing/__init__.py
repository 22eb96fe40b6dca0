"""From the tree of a document, as pandoc describes it, to the text of an article."""
