"""The pages and files of the site that belong to no single locale, or lie around its pages."""
