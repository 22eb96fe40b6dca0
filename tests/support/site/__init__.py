"""Pictures and requests of the site."""
