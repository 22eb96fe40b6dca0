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

from ..books.volume import CARD_HEIGHT, CARD_WIDTH
from ..edition import Edition

ABOUT = "Articles in many languages, to read here or to download as books."
"""What a site is: the interface's string that the macro `site` of `words.html` shows."""

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
        """Pairs of `hreflang` and address; `x-default` is the page for choosing a language.

        A page of which nothing is translated is a copy of the original's: it names no other
        language, and none names it.
        """
        if not self.edition.published:
            return []
        tags = [] if self._is_copy else self._translated
        pairs = [(tag, self.address(tag)) for tag in tags]
        return [*pairs, ("x-default", f"{self.site}index.html")]

    @property
    def canonical(self) -> str:
        """The page's canonical address, of an untranslated one the original's; empty if the site's
        address is not known."""
        if not (self.edition.project.site_url and self.edition.published):
            return ""
        edition = self.edition
        return self.address((edition.source if self._is_copy else edition.locale).tag)

    @property
    def feed(self) -> str:
        """The address of the language's feed; empty for a build without a site."""
        tag = self.edition.locale.tag
        return f"{self.site}feeds/{tag}.xml" if self.edition.published else ""

    @property
    def description(self) -> str:
        """The description of the article, or of the site in a list; an article may have none."""
        if self.article is None:
            return self.edition.interface_text(ABOUT)[0]
        return str(self.article["description"])

    @cached_property
    def _cover(self) -> str:
        return f"{self.site}covers/{self.cover}" if self.cover else ""

    def graph(self, title: str) -> list[tuple[str, str]]:
        """Open Graph: pairs of property and content (ogp.me), without the description, which the
        page has in one element with that for search engines.

        Only lists have `og:locale:alternate`: the alternates have the same, and it weighs 1.4 KB a
        page in 25 languages.
        """
        edition = self.edition
        pairs = [
            ("og:type", "article" if self.article else "website"),
            ("og:site_name", edition.project.title),
            ("og:title", title),
            ("og:locale", region(edition.locale.tag)),
        ]
        if self.article is None:
            pairs += (("og:locale:alternate", region(tag)) for tag in self._others)
        if self.canonical:
            pairs.append(("og:url", self.canonical))
            pairs += card_properties(self.site, self.cover) if self.cover else []
        return pairs

    @property
    def data(self) -> Markup:
        """The article as schema.org's `Article`, in JSON-LD.

        It has no description: the page has it in an element, and it weighs 300 bytes in Thai.
        """
        if self.article is None:
            return Markup("")
        edition, project = self.edition, self.edition.project
        values = {
            "@context": "https://schema.org",
            "@type": "Article",
            "headline": self._text_value(self.article["title"]),
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
        filled = {key: value for key, value in values.items() if value}
        text = json.dumps(filled, ensure_ascii=False, separators=(",", ":"))
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
    def _translated(self) -> list[str]:
        """The tags of the languages in which some of the page is."""
        published = self.edition.languages_of(self.page)
        return [language.tag for language in published if self.page not in language.untranslated]

    @property
    def _is_copy(self) -> bool:
        """Whether nothing of the page is translated."""
        own = self.edition.locale.tag
        return any(
            language.tag == own and self.page in language.untranslated
            for language in self.edition.published
        )

    @property
    def _others(self) -> list[str]:
        """The tags of the other languages."""
        return [tag for tag in self._translated if tag != self.edition.locale.tag]

    def _work(self, tag: str) -> dict[str, str]:
        return {"@type": "Article", "inLanguage": tag, "url": self.address(tag)}


def card_properties(site: str, cover: str) -> list[tuple[str, str]]:
    """Open Graph's properties of the card made from a cover, of the site with this address.

    Other sites ask for the size before they fetch it; X shows it large only if the page says so.
    """
    return [
        ("og:image", f"{site}cards/{cover}"),
        ("og:image:type", "image/jpeg"),
        ("og:image:width", str(CARD_WIDTH)),
        ("og:image:height", str(CARD_HEIGHT)),
        ("twitter:card", "summary_large_image"),
    ]


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
