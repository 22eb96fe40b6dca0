"""The edition: one locale's texts for the page and the book around the article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from markupsafe import Markup, escape

from ..catalogs.mo_files import all_compiled_messages, compiled_messages
from ..model.locale import ListedLanguage, Locale
from ..model.project import INTERFACE, Project
from ..model.review import ReviewState, messages_digest, review_state
from ..model.unit import message_key

_MAX_KEPT_CATALOGS = 8
"""Catalogs that an edition keeps: memory must not grow with the number of articles."""


@dataclass(frozen=True)
class Edition:
    """One locale of a project.

    `published` are the languages that the site offers, including this one; empty for a build
    without a site (plain `sphinx-build`). `outdated` are the documents whose source may have
    changed since they were translated. `xml` says that the pages are XHTML. `pictures` are those
    with translated labels that a builder has made, by document and path: the next one needs them
    too.
    """

    project: Project
    locale: Locale
    published: tuple[ListedLanguage, ...] = ()
    outdated: tuple[str, ...] = ()
    xml: bool = False
    _messages: dict[str, dict[str, str]] = field(default_factory=dict, repr=False, compare=False)
    pictures: dict[tuple[str, str], bytes] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def withheld(self) -> tuple[str, ...]:
        """The articles that this edition goes without."""
        tag = self.locale.tag
        return next((each.withheld for each in self.published if each.tag == tag), ())

    def languages_of(self, page: str) -> tuple[ListedLanguage, ...]:
        """The languages in which the site has a page."""
        return tuple(language for language in self.published if page not in language.withheld)

    @property
    def source(self) -> Locale:
        """The language of the original."""
        return self.project.source_locale

    @property
    def original(self) -> bool:
        """Whether this is the edition in the source language."""
        return self.locale.code == self.source.code

    @cached_property
    def review_state(self) -> ReviewState:
        """Whether the compiled translation is a draft, reviewed, or changed since its review."""
        if self.locale.state != ReviewState.REVIEWED:
            return ReviewState(self.locale.state)
        # All catalogs are read only for a translation that claims a review.
        return review_state(
            self.locale, messages_digest(all_compiled_messages(self.project, self.locale))
        )

    def messages(self, domain: str) -> dict[str, str]:
        """The messages of a document that the gate let through; none for the original."""
        if self.original:
            return {}
        if domain not in self._messages:
            if len(self._messages) >= _MAX_KEPT_CATALOGS:
                self._messages.clear()
            self._messages[domain] = compiled_messages(self.project, self.locale, domain)
        return self._messages[domain]

    @cached_property
    def interface(self) -> Mapping[str, str]:
        """The interface's messages that the gate let through; for the original, this program's."""
        if not self.original:
            return self.messages(INTERFACE)
        if self.locale.is_english:
            return {}
        from ..catalogs.own_words import own_words  # noqa: PLC0415 - it imports a parser of catalogs

        return own_words(self.locale)

    def interface_text(self, text: str, context: str | None = None) -> tuple[str, bool]:
        """A string of the interface, and whether it is in the edition's language."""
        key = message_key(context, text)
        return self.interface.get(key, text), self.locale.is_english or key in self.interface

    def translate(self, text: str) -> Markup:
        """A string of the interface as HTML; a fallback is marked as English."""
        return self._as_html(*self.interface_text(text))

    def pgettext(self, context: str, text: str) -> Markup:
        """As `translate`, for a string whose meaning the context names."""
        return self._as_html(*self.interface_text(text, context))

    def _as_html(self, words: str, is_translated: bool) -> Markup:
        if is_translated:
            return escape(words)
        marks = self._language_marks(self.interface_source)
        return Markup('<span class="fallback" {}>{}</span>').format(marks, words)

    @property
    def interface_source(self) -> Locale:
        """The language of the interface's strings in the templates: English, whose region may be
        the source's.
        """
        return self.source if self.source.is_english else Locale("en")

    @property
    def source_language(self) -> Markup:
        """The attributes that name the source's language."""
        return self._language_marks(self.source)

    def _language_marks(self, locale: Locale) -> Markup:
        marks = 'lang="{0}" dir="{1}"' + (' xml:lang="{0}"' if self.xml else "")
        return Markup(marks).format(locale.tag, locale.direction)

    @property
    def source_marks(self) -> Markup:
        """The attributes of an element whose text fell back to the source."""
        return Markup('class="fallback" ') + self.source_language

    @property
    def both_names(self) -> dict[str, str]:
        """The names of the edition's and the source's language, in the edition's language."""
        locale, source = self.locale, self.source
        return {"language": locale.name_of(locale), "source": locale.name_of(source)}

    @property
    def source_name(self) -> str:
        """The name of the source's language, in the edition's language."""
        return self.locale.name_of(self.source)

    def date(self, day: str) -> str:
        """An ISO date in the edition's language; an empty string stays empty."""
        return self.locale.date(date.fromisoformat(day)) if day else ""

    def render(self, template: str, values: Mapping[str, Any]) -> str:
        """Render a template of the theme."""
        # Jinja2 takes 15 ms to import, and a site in which little has changed renders nothing.
        from .templates import templates  # noqa: PLC0415

        words = {"_": self.translate, "pgettext": self.pgettext, "edition": self}
        return templates().get_template(template).render({**values, **words})
