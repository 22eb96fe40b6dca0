"""The lint of finished books: what validators pass and readers meet.

EPUBCheck and Ace look at a book alone, and pass an Arabic one that holds an English chapter marked
as Arabic. Here a book is held to what the project knows: its locale and its accepted messages.
"""
