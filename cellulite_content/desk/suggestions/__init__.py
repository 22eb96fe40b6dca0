"""Suggestions: translations of similar texts, and those of the user's own program."""
