"""Documents of six formats, made from a structure that the tests know."""
