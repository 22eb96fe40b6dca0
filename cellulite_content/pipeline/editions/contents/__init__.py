"""Lists of contents in articles and of documents."""
