"""The rules: one function a harm, from a source text and its translation to problems.

Harm is an error and keeps the translation out; a matter of taste is a warning. Each module holds
the rules on one thing (characters, markup, placeholders, files).
"""
