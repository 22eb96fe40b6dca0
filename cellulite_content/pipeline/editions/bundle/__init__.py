"""The bundle: the articles as data, which the loader reads."""
