"""The translators' desk: a local page that shows each sentence in its place while it is written."""
