"""The gettext catalog of an article: its values are escaped wherever a template shows them."""

import copy
import html
import pickle

from hypothesis import given
from hypothesis import strategies as st

from cellulite_content import Text
from cellulite_content.bundle import Language
from cellulite_content.gettext_catalog import GettextCatalog
from support.loader.bundles import NAME, content, files, reading

WORDS = st.text(st.characters(exclude_categories=["Cs"]))
GERMAN = Language("de")


def test_a_message_knows_where_it_comes_from() -> None:
    """A message is a `Text` with the language and the source text of its unit, also in a copy."""
    messages = content().translations("de")
    heading, path = messages.gettext("Why"), messages.gettext("A path C:\\x\tand 1 < 2")
    for each in (heading, copy.deepcopy(heading), pickle.loads(pickle.dumps(heading))):  # noqa: S301
        assert isinstance(each, Text)
        assert (each, each.lang, each.source) == ("Warum", "de", "Why")
    assert isinstance(path, Text)
    assert (path.lang, path.__html__()) == ("en", "A path C:\\x\tand 1 &lt; 2")


def test_a_message_has_no_markup() -> None:
    """A unit with emphasis and a note's link gives its bare words, as text and as HTML."""
    message = content().translations("de").gettext("Walking is good. [1]")
    assert isinstance(message, Text)
    assert message.__html__() == message == "Gehen tut gut. [1]"


def test_a_percent_sign_is_found_in_both_spellings() -> None:
    """Plain callers ask for `90%`, those that fill format strings for `90%%`."""
    found = files()
    for tag, old, new in (("en", b"Why", b"90% & more"), ("de", b"Warum", b"90 % & mehr")):
        found[f"{NAME}/{tag}.txt"] = found[f"{NAME}/{tag}.txt"].replace(b"\n" + old, b"\n" + new)
    messages = reading(found).translations("de")
    assert messages.gettext("90% & more") == "90 % & mehr"
    assert messages.gettext("90%% & more") == "90 %% & mehr"
    assert messages.gettext("90%% & more") % {} == "90 % & mehr"
    for source in ("90% & more", "90%% & more"):
        message = messages.gettext(source)
        assert isinstance(message, Text)
        assert message.__html__() == "90 &#37; &amp; mehr"


@given(source=WORDS, target=WORDS)
def test_the_html_of_a_message_is_its_words(source: str, target: str) -> None:
    """Whatever the words: no tag, nothing to be filled in, and a browser shows the same words."""
    message = GettextCatalog({source: Text(target, GERMAN, html="<b>markup</b>")}).gettext(source)
    if not source:
        assert message == ""
        return
    assert isinstance(message, Text)
    shown = message.__html__()
    assert not set(shown) & set("<>\"'%")
    assert shown % {} == shown
    assert message == target
    assert html.unescape(shown) == html.unescape(html.escape(target))
