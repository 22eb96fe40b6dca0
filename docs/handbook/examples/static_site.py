"""A static site: one page for each language, with links to the others.

Run it with `python static_site.py FOLDER https://example.org/`.
"""

import sys
from pathlib import Path

from jinja2 import Environment

from cellulite_content import Article, languages, load

PAGE = Environment(autoescape=True).from_string("""\
<!DOCTYPE html>
<html lang="{{ article.lang }}" dir="{{ article.dir }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="description" content="{{ description }}">
<title>{{ title }}</title>
<link rel="canonical" href="{{ address }}{{ article.lang }}/">
{% for each in languages -%}
<link rel="alternate" hreflang="{{ each }}" href="{{ address }}{{ each }}/">
{% endfor -%}
<link rel="alternate" hreflang="x-default" href="{{ address }}en/">
</head>
<body>
<nav>
{% for each in languages -%}
<a href="../{{ each }}/" hreflang="{{ each }}" lang="{{ each }}" dir="{{ each.dir }}">\
{{ each.name }}</a>
{% endfor -%}
</nav>
{% if article.state == "draft" -%}
<p lang="en" dir="ltr">A draft: no native speaker has reviewed this translation.</p>
{% endif -%}
{{ body }}
</body>
</html>
""")


def page(article: Article, address: str) -> str:
    """The page of an article; `address` is that of the site, with a slash at its end."""
    return PAGE.render(
        article=article,
        languages=languages(),
        address=address,
        # Plain strings, because markup is not allowed here.
        title=str(article.title),
        description=str(article.description),
        body=article.html("../figures"),
    )


def write_site(folder: Path, address: str) -> None:
    """The pages of all languages, and their figures, whose words are in each language."""
    figures = folder / "figures"
    figures.mkdir(parents=True, exist_ok=True)
    for language in languages():
        article = load(language)
        place = folder / language / "index.html"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(page(article, address), encoding="utf-8")
        for name in article.figures():
            (figures / name).write_bytes(article.figure(name))


if __name__ == "__main__":
    write_site(Path(sys.argv[1]), sys.argv[2])
