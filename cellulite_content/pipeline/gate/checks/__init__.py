"""The checks: one function for each harm, from a source text and its translation to problems.

Harm is an error and the translation is refused; a matter of taste is a warning. Each module has
the checks of one subject (characters, markup, placeholders, numbers).

`message.check_message` runs all checks of the gate, `quality.check_quality` those of the command
`check`. Each check's docstring names the harm, a bad and a good example.
"""
