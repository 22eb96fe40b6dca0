"""A page's head: links and linked data for search engines and other sites.

Addresses are relative if the site's own address is not configured. Addresses that a standard
requires in full (canonical, `og:url`, `og:image`) are then left out.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup

from ..edition import Edition

_JSON_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})
"""No text of a translation can end the element that holds the data (HTML, 4.12.1.3)."""


@dataclass(frozen=True)
class Head:
    """The head of a page: `page` is its name (`articles/x`), `cover` its book's cover, if any.

    `article` has an article's title, description and date; it is None for a list of articles.
    """

    edition: Edition
    page: str
    cover: str = ""
    article: Mapping[str, Any] | None = None

    @property
    def site(self) -> str:
        """The address of the site's folder."""
        return self.edition.project.site_url or "../" * (self.page.count("/") + 1)

    def address(self, tag: str) -> str:
        """The page's address in a language."""
        return f"{self.site}{tag}/{self.page}.html"

    @property
    def alternates(self) -> list[tuple[str, str]]:
        """Pairs of `hreflang` and address; `x-default` is the page for choosing a language."""
        published = self.edition.languages_of(self.page)
        pairs = [(language.tag, self.address(language.tag)) for language in published]
        return [*pairs, ("x-default", f"{self.site}index.html")] if published else []

    @property
    def canonical(self) -> str:
        """The page's canonical address; empty if the site's address is not known."""
        is_known = self.edition.project.site_url and self.edition.published
        return self.address(self.edition.locale.tag) if is_known else ""

    @cached_property
    def _cover(self) -> str:
        return f"{self.site}covers/{self.cover}" if self.cover else ""

    def graph(self, title: str) -> list[tuple[str, str]]:
        """Open Graph: pairs of property and content (ogp.me).

        Without `og:locale:alternate`: the alternates have the same, and it weighs 1.4 KB a page in
        25 languages.
        """
        edition = self.edition
        pairs = [
            ("og:type", "article" if self.article else "website"),
            ("og:site_name", edition.project.title),
            ("og:title", title),
            ("og:locale", region(edition.locale.tag)),
        ]
        if self.article and str(self.article["description"]):
            pairs.insert(3, ("og:description", str(self.article["description"])))
        if self.canonical:
            pairs.append(("og:url", self.canonical))
            pairs += [("og:image", self._cover)] if self._cover else []
        return pairs

    @property
    def data(self) -> Markup:
        """The article as schema.org's `Article`, in JSON-LD."""
        if self.article is None:
            return Markup("")
        edition, project = self.edition, self.edition.project
        values = {
            "@context": "https://schema.org",
            "@type": "Article",
            "headline": self._text_value(self.article["title"]),
            "description": self._text_value(self.article["description"]),
            "inLanguage": edition.locale.tag,
            "dateModified": self.article["date"],
            "image": self._cover,
            "license": project.licence_url,
            "url": self.canonical,
            "author": [
                {"@type": "Person", "name": name} for name in self.article.get("authors", ())
            ],
            "publisher": {"@type": "Organization", "name": project.title},
            **self._works(),
        }
        text = json.dumps(
            {key: value for key, value in values.items() if value}, ensure_ascii=False
        )
        return Markup(text.translate(_JSON_ESCAPES))

    @property
    def data_hash(self) -> str:
        """The hash of the data for a content security policy (CSP 3, 2.3.1).

        Browsers do not run data and need no hash; the Nu HTML checker requires one.
        """
        digest = hashlib.sha256(self.data.encode()).digest()
        return f"sha256-{base64.b64encode(digest).decode()}"

    def _text_value(self, text: Any) -> Any:
        """A text, with its language if it fell back."""
        if not text.fallback:
            return str(text)
        return {"@value": str(text), "@language": self.edition.source.tag}

    def _works(self) -> dict[str, Any]:
        """The original of a translation, or the translations of the original."""
        edition = self.edition
        if not edition.published:
            return {}
        if not edition.original:
            return {"translationOfWork": self._work(edition.source.tag)}
        return {"workTranslation": [self._work(tag) for tag in self._others]}

    @property
    def _others(self) -> list[str]:
        """The tags of the other languages."""
        own = self.edition.locale.tag
        published = self.edition.languages_of(self.page)
        return [language.tag for language in published if language.tag != own]

    def _work(self, tag: str) -> dict[str, str]:
        return {"@type": "Article", "inLanguage": tag, "url": self.address(tag)}


def region(tag: str) -> str:
    """A language's name in Open Graph, with the region of most of its readers (CLDR)."""
    from babel.core import get_global  # noqa: PLC0415

    language, *others = tag.split("-")
    script = next((part for part in others if len(part) == 4), "")
    territory = next((part for part in others if len(part) in (2, 3)), "")
    if territory:
        return f"{language}_{territory}"
    likely = get_global("likely_subtags")
    subtags = (script and likely.get(f"{language}_{script}")) or likely.get(language, "")
    return f"{language}_{subtags.rpartition('_')[2]}" if subtags else language
