"""Files of office programs and books: their parts, and what pandoc does not read in them."""
