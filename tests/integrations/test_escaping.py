"""A text shows its own markup and nothing else, in Jinja2, Django's templates and MarkupSafe."""

import html
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from cellulite_content import Text, load
from cellulite_content.html_text import escape as own_escape
from support.integrations.shown import django, everywhere, jinja, one_spelling

MARKED = Text("less < more & bold", html="less &lt; more &amp; <strong>bold</strong>")
WORDS = st.text(min_size=1)
PLAIN = Text("<i>\"less\"</i> & 'more'")

# What programs do to strings; each gives a plain `str`.
OPERATIONS: dict[str, Callable[[str], str]] = {
    "str": str,
    "upper": str.upper,
    "lower": str.lower,
    "title": str.title,
    "capitalize": str.capitalize,
    "casefold": str.casefold,
    "swapcase": str.swapcase,
    "strip": str.strip,
    "expandtabs": str.expandtabs,
    "zfill": lambda text: text.zfill(60),
    "center": lambda text: text.center(60),
    "nothing replaced": lambda text: text.replace("\0", ""),
    "replace": lambda text: text.replace("less", "<b>"),
    "remove prefix": lambda text: text.removeprefix("less"),
    "whole slice": lambda text: text[:],
    "slice": lambda text: text[3:],
    "reversed": lambda text: text[::-1],
    "one character": lambda text: text[:1],
    "split": lambda text: text.split("&")[0],
    "partition": lambda text: text.partition("\0")[0],
    "lines": lambda text: "".join(text.splitlines()),
    "nothing added": lambda text: text + "",
    "added to nothing": lambda text: "" + text,
    "added": lambda text: text + "<br>",
    "added to": lambda text: "<br>" + text,
    "once": lambda text: text * 1,
    "twice": lambda text: text * 2,
    "join of one": lambda text: "".join([text]),
    "join": lambda text: "<br>".join([text, text]),
    "f-string": lambda text: f"{text}",
    "f-string with a width": lambda text: f"{text:>60}",
    "format": "<p>{}</p>".format,
    "percent": lambda text: "%s" % text,  # noqa: UP031
    "its own percent": lambda text: text.replace("%", "") % (),
    "translate": lambda text: text.translate({}),
    "encode": lambda text: text.encode("utf-8", "replace").decode(),
}

# An expression of a template, and what it shows of MARKED and of PLAIN.
BOLD = "less &lt; more &amp; <strong>bold</strong>"
ITALIC = "&lt;i&gt;&quot;less&quot;&lt;/i&gt; &amp; &#x27;more&#x27;"
IN_JINJA = {
    "{{ text }}": (BOLD, ITALIC),
    "{{ text|e }}": (BOLD, ITALIC),
    "{{ text|safe }}": (BOLD, ITALIC),
    "{{ text ~ '<br>' }}": (BOLD + "&lt;br&gt;", ITALIC + "&lt;br&gt;"),
    "{{ [text, '<br>']|join(' ') }}": (BOLD + " &lt;br&gt;", ITALIC + " &lt;br&gt;"),
    "{{ text|upper }}": (
        "LESS &lt; MORE &amp; BOLD",
        "&lt;I&gt;&quot;LESS&quot;&lt;/I&gt; &amp; &#x27;MORE&#x27;",
    ),
    "{{ text[:6] }}": ("less &lt;", "&lt;i&gt;&quot;le"),
    "{{ text|truncate(9, true, '') }}": ("less &lt; mo", "&lt;i&gt;&quot;less&quot;"),
    "{{ text + '<br>' }}": (
        "less &lt; more &amp; bold&lt;br&gt;",
        ITALIC + "&lt;br&gt;",
    ),
    "{{ '%s'|format(text) }}": ("less &lt; more &amp; bold", ITALIC),
    "{{ text|replace('less', '<br>') }}": (
        "&lt;br&gt; &lt; more &amp; bold",
        "&lt;i&gt;&quot;&lt;br&gt;&quot;&lt;/i&gt; &amp; &#x27;more&#x27;",
    ),
    "{{ text|striptags }}": ("less &lt; more &amp; bold", ITALIC),
    "{{ text|trim }}": ("less &lt; more &amp; bold", ITALIC),
}
IN_DJANGO = {
    "{{ text }}": (BOLD, ITALIC),
    "{{ text|escape }}": ("less &lt; more &amp; bold", ITALIC),
    "{{ text|upper }}": IN_JINJA["{{ text|upper }}"],
    "{{ text|slice:':6' }}": IN_JINJA["{{ text[:6] }}"],
    "{{ text|add:'<br>' }}": IN_JINJA["{{ text + '<br>' }}"],
    "{{ text|stringformat:'s' }}": ("less &lt; more &amp; bold", ITALIC),
    "{{ text|force_escape }}": ("less &lt; more &amp; bold", ITALIC),
    "{{ text|default:'' }}": (BOLD, ITALIC),
    "{% with other=text %}{{ other }}{% endwith %}": (BOLD, ITALIC),
    "{% filter lower %}{{ text }}{% endfilter %}": (BOLD, ITALIC.lower()),
}


@pytest.mark.parametrize(("template", "wanted"), IN_JINJA.items(), ids=IN_JINJA)
def test_in_jinja2(template: str, wanted: tuple[str, str]) -> None:
    """Markup where the text itself is shown, escaped words where a filter has made a string."""
    assert tuple(one_spelling(jinja(template, text=text)) for text in (MARKED, PLAIN)) == wanted


@pytest.mark.parametrize(("template", "wanted"), IN_DJANGO.items(), ids=IN_DJANGO)
def test_in_django(template: str, wanted: tuple[str, str]) -> None:
    """The same in Django's templates."""
    assert tuple(one_spelling(django(template, text=text)) for text in (MARKED, PLAIN)) == wanted


def test_in_markupsafe() -> None:
    """`Markup`, `escape`, `format`, `%`, `+` and `join` take a text's markup, and escape others."""
    for text, shown in ((MARKED, BOLD), (PLAIN, ITALIC)):
        assert Markup(text) == escape(text) == shown
        assert Markup("<p>{}</p>").format(text) == f"<p>{shown}</p>"
        assert Markup("<p>%s</p>") % text == f"<p>{shown}</p>"
        assert Markup("<br>") + text == f"<br>{shown}"
        assert Markup("<br>").join([text, "<br>"]) == f"{shown}<br>&lt;br&gt;"
        assert one_spelling(Markup("{}").format(str(text))) == own_escape(str(text))
        assert one_spelling(Markup("{0[0]}").format(text)) == own_escape(text[0])
        with pytest.raises(ValueError, match="Format specifier"):
            Markup("{:>40}").format(text)


def test_a_text_in_an_attribute() -> None:
    """Attributes hold no markup: `str(text)` is the text that goes there, escaped."""
    for show in (jinja, django):
        page = show('<meta content="{{ text }}">', text=str(PLAIN))
        assert one_spelling(page) == f'<meta content="{ITALIC}">'


def test_an_article_in_a_template() -> None:
    """The HTML of a whole article needs no filter that trusts it; a part of it is escaped."""
    article = load("de")
    whole = article.html("/figures")
    assert whole.startswith('<article lang="de" dir="ltr">\n<h1>')
    assert everywhere(whole) == {one_spelling(whole)}
    assert jinja("{{ article }}", article=article) == article.html()
    assert jinja("{{ article.html('/figures') }}", article=article) == whole
    assert django("{{ article.html }}", article=article) == article.html()
    assert Markup("<main>{}</main>").format(article) == f"<main>{article.html()}</main>"
    assert everywhere(whole[:8]) == {"&lt;article"}
    assert everywhere(whole.strip()) == {own_escape(whole.strip())}


@given(words=st.text(), markup=st.none() | st.just("<b>markup</b>"))
def test_what_an_operation_gives_is_a_plain_string(words: str, markup: str | None) -> None:
    """It has the words that it would have of a plain string, and no markup.

    Python may give the text itself where a method leaves it whole, as `partition` does.
    """
    text = Text(words, html=markup)
    for name, operation in OPERATIONS.items():
        result = operation(text)
        assert result == operation(words), name
        assert type(result) is str or result is text, name


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
@pytest.mark.parametrize("text", [MARKED, PLAIN], ids=["marked", "plain"])
def test_what_an_operation_gives_is_escaped(operation: Callable[[str], str], text: Text) -> None:
    """Its own characters come out, in all three, and no tag."""
    result = operation(text)
    if result is not text:
        assert everywhere(result) == {own_escape(result)}


@given(words=WORDS)
def test_a_plain_string_is_escaped(words: str) -> None:
    """Whatever it is: so what an operation gives is escaped whatever the text was."""
    assert everywhere(words) == {own_escape(words)}


@given(words=WORDS)
def test_a_text_without_markup_is_escaped(words: str) -> None:
    """Whatever its words are, no tag comes out and a reader sees the same words."""
    (shown,) = everywhere(Text(words))
    assert not set(shown) & set("<>\"'")
    assert html.unescape(shown) == html.unescape(html.escape(words))


@given(words=WORDS, markup=WORDS)
def test_the_markup_of_a_text_is_shown_as_it_is(words: str, markup: str) -> None:
    """Its HTML comes from the gate alone: neither escaped again nor mixed with its words."""
    assert everywhere(Text(words, html=markup)) == {one_spelling(markup)}
