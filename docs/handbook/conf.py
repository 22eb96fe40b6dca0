"""Sphinx configuration of the handbook: English only, and no part of any edition."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))  # the package of this checkout
sys.path.insert(0, str(Path(__file__).parent))  # the directives `modules` and `constructs`

from cellulite_content import __version__

project = "Cellulite Content handbook"
copyright = "2026 The cellulite-content maintainers"
release = version = __version__
language = "en"
extensions = ["sphinx.ext.autodoc", "module_list", "construct_list"]
default_role = "literal"  # docstrings write code in single backticks
smartquotes = False  # quotation marks in examples are meant as they are
autodoc_member_order = "bysource"
autodoc_typehints = "none"  # the docstrings say it in words
html_theme = "alabaster"
html_theme_options = {"description": "For translators, integrators and maintainers"}
html_static_path = ["_static"]
html_show_sourcelink = False
