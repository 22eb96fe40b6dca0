"""The entries of the site's lists."""

import subprocess
import sys

PROGRAM = """
import sys
from cellulite_content.pipeline.model.unit import Unit
from cellulite_content.pipeline.publish.site_pages.listed_words import ListedWords

unit = Unit("title", "articles/shoes", "title", "")
plain = "\\u0915\\u094d\\u092f\\u093e 5 km: “so” – good?"
assert ListedWords({"title": unit}, {"title": plain}).of("title") == plain
assert not {"docutils", "sphinx"} & sys.modules.keys()
words = ListedWords({"title": unit}, {"title": "The *far* ``way``"})
assert words.of("title") == "The far way"
"""


def test_a_plain_title_needs_no_parser() -> None:
    """The command imports docutils and Sphinx only for a title with markup."""
    subprocess.run([sys.executable, "-c", PROGRAM], check=True)
