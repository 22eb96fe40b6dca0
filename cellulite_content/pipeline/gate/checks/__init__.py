"""The checks: one function for each kind of fault.

Most take a source text and its translation, `plurals.check_plural_forms` takes a catalog; all yield
the problems that they find.

What would harm readers or a build is an error, and the translation is refused; what may be intended
is a warning. Each module has the checks of one subject, such as characters, markup or numbers.

`message.check_message` runs all checks of the gate, `quality.check_quality` those of the command
`check`. Each check's docstring names the harm, a bad and a good example.
"""
