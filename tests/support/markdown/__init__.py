"""Documents in Markdown and their translations, for tests."""
