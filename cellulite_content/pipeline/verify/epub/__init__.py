"""Checks of finished books: they find faults that validators accept and readers notice.

EPUBCheck and Ace check a book alone: they accept an Arabic book with an English chapter that is
marked as Arabic. These checks compare a book with its locale and its accepted messages.
"""
