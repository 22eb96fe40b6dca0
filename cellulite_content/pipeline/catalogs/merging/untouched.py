"""Untouched catalogs: those in which nobody has written anything."""

from __future__ import annotations

from ..catalog import Catalog, Entry
from ..template import is_template_comment

_NAMES = frozenset({"last-translator", "language-team"})
"""Fields of a header that name people."""

_FIELDS = _NAMES | {
    *("project-id-version", "report-msgid-bugs-to", "pot-creation-date", "po-revision-date"),
    *("language", "mime-version", "content-type", "content-transfer-encoding", "plural-forms"),
    *("x-generator", "generated-by"),
}
"""Fields that programs write."""

_NOBODY = frozenset(
    {
        *("", "Automatically generated", "none"),
        *("FULL NAME <EMAIL@ADDRESS>", "LANGUAGE <LL@li.org>"),
    }
)
"""What `msginit --no-translator` and `xgettext` write where a name would be."""


def is_untouched(catalog: Catalog) -> bool:
    """Whether a catalog has nothing that a person wrote, neither in its entries nor around them."""
    return not has_entries_to_keep(catalog) and is_standard_header(catalog)


def has_entries_to_keep(catalog: Catalog) -> bool:
    """Whether it has translations, comments, and obsolete or refused entries."""
    return bool(catalog.refused) or any(
        entry.obsolete or entry.has_work for entry in catalog.entries
    )


def is_standard_header(catalog: Catalog) -> bool:
    """Whether its header, and the end of the file, are as programs write them: no comment, no name
    of a person, and no field of somebody's own."""
    header = catalog.header
    return (
        not header.fault
        and not any(comment.strip() for comment in header.extracted)
        and all(not comment.strip() or is_template_comment(comment) for comment in header.comments)
        and not catalog.tail.strip()
        and _has_standard_fields(header)
    )


def is_header_in(catalog: Catalog, other: Catalog) -> bool:
    """Whether another catalog has all that is in its header and at its end."""
    headers = [
        (header.comments, header.extracted, header.msgstr)
        for header in (catalog.header, other.header)
    ]
    tail = catalog.tail.strip()
    return headers[0] == headers[1] and tail in ("", other.tail.strip())


def _has_standard_fields(header: Entry) -> bool:
    fields = {
        name.strip().lower(): value.strip()
        for name, _, value in (line.partition(":") for line in header.msgstr.split("\n"))
        if name.strip()
    }
    names = {fields.get(name, "") for name in _NAMES} - _NOBODY
    return fields.keys() <= _FIELDS and (
        not names or names == {_english_name(fields.get("language", ""))}
    )


def _english_name(code: str) -> str:
    """The name that `update` gives the team of a language, or its code if it is not known."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415  few updates ask

    try:
        return Locale.parse(code).english_name or code
    except (ValueError, UnknownLocaleError):
        return code
