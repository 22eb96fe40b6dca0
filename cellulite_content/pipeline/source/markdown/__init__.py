"""Documents in Markdown, and their messages, read with MyST."""
