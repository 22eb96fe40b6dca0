"""Words that Sphinx writes into a tree while it parses, in the language of the run.

A tree that was read in the source's language has them in that language. The editions write those of
version notes themselves; documents with others, such as the fields of a function, are not stored.
"""

from __future__ import annotations

from sphinx.domains.changeset import versionlabels

from ..sphinx_private import message_of

REPLACED_WORDS = frozenset(map(message_of, versionlabels.values()))
"""The words that the editions replace, as Sphinx's catalogs have them."""
