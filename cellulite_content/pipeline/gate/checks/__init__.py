"""The checks of translations: one function for each kind of fault.

Each takes a source text and its translation (only `plurals.check_plural_forms` takes a catalog) and
yields the problems that it finds.

A problem that would harm readers or a build is an error: the translation is not published, and
readers see the source text. A problem that the translator may have intended is only a warning.

The gate decides which translations are published, and calls `message.check_message`, which runs
its checks. `quality.check_quality` runs the further checks of the command `check`, which only warn.
Each other module has the checks of one subject, such as characters, markup or numbers. The
docstring of a check has three lines: the harm, a bad example and a good one.
"""
