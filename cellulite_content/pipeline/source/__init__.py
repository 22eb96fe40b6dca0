"""From the article's sources to units, through Sphinx."""
