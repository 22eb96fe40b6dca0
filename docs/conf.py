"""Sphinx configuration of the articles; the handbook has its own in `handbook/`."""

project = "Cellulite Content"
extensions = ["cellulite_content.pipeline.editions"]
exclude_patterns = ["handbook"]
root_doc = "index"
language = "en"
gettext_compact = False  # one domain a document
smartquotes = False  # a translator's quotation marks are theirs
trim_footnote_reference_space = True  # a note's number stands at the word it belongs to
nitpicky = True
html_theme = "reading"
html_permalinks = False
