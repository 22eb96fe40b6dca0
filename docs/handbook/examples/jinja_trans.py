"""The article's texts in Jinja2's own `{% trans %}`.

Run it with `python jinja_trans.py de`; it prints a teaser of the article.
"""

import sys
from functools import cache

from jinja2 import Environment

from cellulite_content import load, translations

TEASER = """\
<aside lang="{{ article.lang }}" dir="{{ article.dir }}">
<h2>{% trans %}Will running reduce cellulite?{% endtrans %}</h2>
<p>{{ article.description }}</p>
<a href="/article#conclusion">{{ _("Conclusion") }}</a>
</aside>
"""


@cache
def environment(tag: str) -> Environment:
    """One environment a language: its globals are shared by all who use it."""
    made = Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
    made.install_gettext_translations(translations(tag), newstyle=True)
    return made


def teaser(*wanted: str) -> str:
    """A few words of the article that lead to it, as HTML."""
    article = load(*wanted)
    return environment(article.lang).from_string(TEASER).render(article=article)


if __name__ == "__main__":
    sys.stdout.write(teaser(*sys.argv[1:]))
