"""Documents of other programs as articles, and translated files into catalogs."""
