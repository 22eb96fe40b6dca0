"""Texts set in type, by Typst: the covers of books, and the pages of PDF editions."""
