"""Checks of finished books: faults that validators accept and readers notice.

EPUBCheck and Ace check a book alone, and accept an Arabic book with an English chapter marked as
Arabic. These checks compare a book with its locale and its accepted messages.
"""
