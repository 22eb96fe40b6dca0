"""The forms of an article: HTML, Markdown, plain text, values for JSON."""
