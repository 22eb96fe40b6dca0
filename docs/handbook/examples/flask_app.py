"""The article in a Flask site whose language Flask-Babel chooses.

Run it with `flask --app flask_app run`.
"""

from functools import cache
from importlib.resources import files

from babel.support import Translations
from flask import Flask, Response, make_response, render_template_string, request
from flask_babel import Babel, Domain, get_locale

from cellulite_content import load, match, translations

CONTENT = str(files("cellulite_content") / "data")  # where the figures lie
PAGE = """\
<!DOCTYPE html>
<html lang="{{ article.lang }}" dir="{{ article.dir }}">
<head><meta charset="utf-8"><title>{{ title }}</title></head>
<body>
{% if article.state == "draft" -%}
<p>{{ _("A draft: no native speaker has reviewed this translation.") }}</p>
{% endif -%}
<nav><a href="#conclusion">{% trans %}Conclusion{% endtrans %}</a></nav>
{{ body }}
</body>
</html>
"""


@cache
def with_article(site: Translations, locale: str) -> Translations:
    """The site's own catalog of a language, then the article's texts as fallback."""
    site.add_fallback(translations(locale))
    return site


class SiteAndArticle(Domain):
    """Where `_` and `{% trans %}` find texts."""

    def get_translations(self) -> Translations:
        return with_article(super().get_translations(), str(get_locale()))


def chosen() -> str:
    """The language of this request, as Flask-Babel writes it."""
    language = match(request.headers.get("Accept-Language", "")) or "en"
    return language.replace("-", "_")


app = Flask(__name__, static_folder=CONTENT, static_url_path="/content")
app.config.from_prefixed_env()
babel = Babel(app, locale_selector=chosen)
babel.domain_instance = SiteAndArticle()


@app.get("/")
def page() -> Response:
    """The article, in the language that Flask-Babel has chosen."""
    article = load(str(get_locale()))
    body = article.html(f"/content/{article.article}")
    # A title shows no markup: `str` leaves it out.
    html = render_template_string(PAGE, article=article, title=str(article.title), body=body)
    response = make_response(html)
    response.content_language.add(article.lang)
    response.vary.add("Accept-Language")
    return response
