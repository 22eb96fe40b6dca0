"""The books: what a reader of an ePub gets in each language."""

import hashlib
import posixpath
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urldefrag, urlsplit
from uuid import UUID

import polib
import pytest
from lxml import etree

from cellulite_content.pipeline.model.locale import Locale
from support.editions.reader import (
    ARTICLE,
    DRAFT,
    EPUB_TYPE,
    LOCALES,
    NO_ADVICE,
    PROJECT,
    SLUG,
    TRANSLATIONS,
    XML_LANG,
    Book,
    X,
    direction_of,
    leaks,
    page,
    page_path,
    said,
    site_book,
    source_date,
    text_of,
    texts_of_kind,
    words,
    written_date,
)

OPF = "{http://www.idpf.org/2007/opf}"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
LARGEST = 60 * 1024

each_locale = pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.tag)
each_translation = pytest.mark.parametrize("locale", TRANSLATIONS, ids=lambda locale: locale.tag)


# The container


@each_locale
def test_container_begins_with_its_type(site: Path, locale: Locale) -> None:
    """`mimetype` comes first, stored, with no extra field: readers look at its bytes (OCF 3.3)."""
    found = site_book(site, locale)
    first = found.entries[0]
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", 0, b"")
    assert found.files["mimetype"] == b"application/epub+zip"
    assert found.data[30:58] == b"mimetypeapplication/epub+zip"


@each_locale
def test_container_tells_no_times(site: Path, locale: Locale) -> None:
    """All entries have one fixed time and one mode: equal contents give equal books."""
    entries = site_book(site, locale).entries
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {(entry.create_system, entry.external_attr) for entry in entries} == {(3, 0o644 << 16)}
    assert len({entry.filename for entry in entries}) == len(entries)


@each_locale
def test_manifest_equals_the_files(site: Path, locale: Locale) -> None:
    """Each file is in the manifest, each item of the manifest is there, once."""
    found = site_book(site, locale)
    listed = [f"EPUB/{item.get('href')}" for item in found.package.iter(f"{OPF}item")]
    around = ["mimetype", "META-INF/container.xml", "EPUB/package.opf"]
    assert sorted([*around, *listed]) == sorted(found.files)


@each_locale
def test_every_file_is_used(site: Path, locale: Locale) -> None:
    """Nothing else is packed: pages are in the spine, styles and images are named by a page."""
    found = site_book(site, locale)
    items = {item.get("id"): item.get("href") for item in found.package.iter(f"{OPF}item")}
    used = {items[ref.get("idref")] for ref in found.package.iter(f"{OPF}itemref")}
    used.add(items[found.package.find(f"{OPF}spine").get("toc")])
    used |= {target for _, target, _ in _references(found) if target}
    assert used == set(items.values())


@each_locale
def test_links_inside_lead_somewhere(site: Path, locale: Locale) -> None:
    """Each link in the book leads to a file of it and to an id that is there, once."""
    found = site_book(site, locale)
    for name, root in found.pages.items():
        ids = root.xpath("//@id")
        assert len(ids) == len(set(ids)), name
    broken = [
        (name, target, anchor)
        for name, target, anchor in _references(found)
        if f"EPUB/{target}" not in found.files
        or (anchor and not found.pages[target].xpath("//*[@id=$id]", id=anchor))
    ]
    assert broken == []


def _references(found: Book) -> list[tuple[str, str, str]]:
    """The links of all pages and of the NCX to places in the book: page, file, anchor."""
    roots = found.pages | {"toc.ncx": found.xml("toc.ncx")}
    references = []
    for name, root in roots.items():
        for value in root.xpath("//@href | //@src"):
            if not urlsplit(value).scheme:
                target, anchor = urldefrag(value)
                path = posixpath.normpath(posixpath.join(posixpath.dirname(name), target))
                references.append((name, path if target else name, anchor))
    return references


@each_locale
def test_book_is_lean(site: Path, locale: Locale) -> None:
    """Without its cover and its figures a book has at most 60 KB."""
    found = site_book(site, locale)
    figures = sum(
        entry.compress_size
        for entry in found.entries
        if entry.filename.startswith(("EPUB/_images/", "EPUB/cover.jpg"))
    )
    assert len(found.data) - figures <= LARGEST


@each_locale
def test_book_is_inert(site: Path, locale: Locale) -> None:
    """No script, no handler, no style in a tag, no form, nothing that is fetched from outside.

    A drawing may have a style of its own, for dark pages.
    """
    found = site_book(site, locale)
    assert {Path(name).suffix for name in found.files} == {
        "", ".xml", ".opf", ".xhtml", ".ncx", ".css", ".svg", ".jpg",
    }  # fmt: skip
    images = [name for name in found.files if name.endswith(".svg")]
    drawings = [etree.fromstring(found.files[name]) for name in images]
    for root in (*found.pages.values(), *drawings):
        tags = {etree.QName(e).localname for e in root.iter() if isinstance(e.tag, str)}
        assert not tags & {"script", "iframe", "object", "embed", "form", "base"}
        assert root in drawings or "style" not in tags
        assert root.xpath("//@style | //@*[starts-with(name(), 'on')]") == []
        assert [v for v in root.xpath("//@src") if urlsplit(v).scheme] == []
    for css in (found.files[name].decode() for name in ("EPUB/book.css", *images)):
        assert "url(" not in css
        assert "@import" not in css


# Languages and directions


@each_locale
def test_roots_tell_the_language(site: Path, locale: Locale) -> None:
    """`lang`, `xml:lang` and `dir` on each page equal the one language of the record."""
    found = site_book(site, locale)
    assert found.metadata("language") == [locale.tag]
    for name, root in found.pages.items():
        told = (root.get("lang"), root.get(XML_LANG), root.get("dir"))
        assert told == (locale.tag, locale.tag, locale.direction), name
    assert found.package.get(XML_LANG) == locale.tag
    assert found.xml("toc.ncx").get(XML_LANG) == locale.tag


@each_locale
def test_only_arabic_turns_pages_from_the_right(site: Path, locale: Locale) -> None:
    """The spine runs from right to left where the script does, and nowhere else."""
    spine = site_book(site, locale).package.find(f"{OPF}spine")
    expected = direction_of(locale.tag)
    assert spine.get("page-progression-direction") == expected


@each_locale
def test_complete_book_marks_nothing_as_english(site: Path, locale: Locale) -> None:
    """Where everything is translated, no element has another language than its book."""
    found = site_book(site, locale)
    for root in found.pages.values():
        assert root.xpath("/*//*[@lang]") == []


def test_styles_say_nothing_of_direction(site: Path) -> None:
    """No physical sides and no direction in the styles: `dir=` decides, and EPUBCheck insists."""
    css = site_book(site, LOCALES[0]).files["EPUB/book.css"].decode()
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    assert re.findall(r"[\w-]*(?:left|right)[\w-]*|(?<![\w-])direction|unicode-bidi", css) == []


# The record


@each_locale
def test_record_is_in_the_language(site: Path, locale: Locale) -> None:
    """Title, description and subject are the catalogs' words."""
    found = site_book(site, locale)
    (title,), (description,) = texts_of_kind("title"), texts_of_kind("description")
    assert found.metadata("title") == [said(locale, title)]
    assert found.metadata("description") == [said(locale, description)]
    assert found.metadata("subject") == [said(locale, "Health information")]


@each_locale
def test_record_has_licence_and_dates(site: Path, locale: Locale) -> None:
    """The licence with its address; the source's date as date and as time of change."""
    found = site_book(site, locale)
    (rights,) = found.metadata("rights")
    assert PROJECT.licence in rights
    assert PROJECT.licence_url in rights
    day = source_date().isoformat()
    assert found.metadata("date") == [day]
    assert [meta.text for meta in found.properties("dcterms:modified")] == [f"{day}T00:00:00Z"]


@each_translation
def test_record_credits_the_translation(site: Path, locale: Locale) -> None:
    """A contributor with the role of translator says how the translation was made."""
    found = site_book(site, locale)
    (name,) = found.package.iter("{http://purl.org/dc/elements/1.1/}contributor")
    assert name.text == said(locale, "Drafted with a language model")
    roles = {role.get("refines"): role.text for role in found.properties("role")}
    assert roles[f"#{name.get('id')}"] == "trl"


def test_original_credits_no_translator(site: Path) -> None:
    """The English book has no translator."""
    assert site_book(site, PROJECT.source_locale).metadata("contributor") == []


def test_identifiers_are_uuids_of_their_own(site: Path) -> None:
    """Each language's book has another UUID, the same in record and NCX."""
    identifiers = []
    for locale in LOCALES:
        found = site_book(site, locale)
        (identifier,) = found.metadata("identifier")
        uid = found.xml("toc.ncx").find(f"{NCX}head/{NCX}meta[@name='dtb:uid']")
        assert uid.get("content") == identifier
        identifiers.append(UUID(identifier))
    assert len(set(identifiers)) == len(LOCALES)


@each_locale
def test_record_tells_of_accessibility(site: Path, locale: Locale) -> None:
    """Modes, features, hazards and a summary in the reader's words; no claim of conformance."""
    found = site_book(site, locale)
    for name in ("accessMode", "accessModeSufficient", "accessibilityFeature"):
        assert found.properties(f"schema:{name}")
    assert [e.text for e in found.properties("schema:accessibilityHazard")] == ["none"]
    summary = "This book has headings, a table of contents and descriptions of all images."
    (told,) = found.properties("schema:accessibilitySummary")
    assert told.text == said(locale, summary)
    assert b"conformsTo" not in found.files["EPUB/package.opf"]


# The contents


@each_locale
def test_contents_agree(site: Path, locale: Locale) -> None:
    """Nav, NCX and headings list the same sections with the same words, in the same order."""
    found = site_book(site, locale)
    headings = [
        (section.get("id"), text_of(section.find(f"{X}h2")))
        for section in found.text.iter(f"{X}section")
        if section.find(f"{X}h2") is not None
    ]
    assert len(headings) == 6
    assert _nav_sections(found) == headings
    assert _ncx_sections(found) == headings
    assert [text for _, text in headings] == [said(locale, t) for t in texts_of_kind("heading 2")]


def _nav_sections(found: Book) -> list[tuple[str, str]]:
    (nav,) = [n for n in found.pages["nav.xhtml"].iter(f"{X}nav") if n.get(EPUB_TYPE) == "toc"]
    links = [(urldefrag(link.get("href"))[1], text_of(link)) for link in nav.iter(f"{X}a")]
    return [(anchor, text) for anchor, text in links if anchor]


def _ncx_sections(found: Book) -> list[tuple[str, str]]:
    points = [
        (
            urldefrag(point.find(f"{NCX}content").get("src"))[1],
            text_of(point.find(f"{NCX}navLabel")),
        )
        for point in found.xml("toc.ncx").iter(f"{NCX}navPoint")
    ]
    return [(anchor, text) for anchor, text in points if anchor]


@each_locale
def test_ncx_counts_in_order(site: Path, locale: Locale) -> None:
    """The NCX numbers its points from 1 without a gap: older devices go by the numbers."""
    points = list(site_book(site, locale).xml("toc.ncx").iter(f"{NCX}navPoint"))
    assert [int(p.get("playOrder")) for p in points] == list(range(1, len(points) + 1))


@each_locale
def test_landmarks_lead_to_the_text(site: Path, locale: Locale) -> None:
    """A reader can jump to cover, title page, contents and text."""
    root = site_book(site, locale).pages["nav.xhtml"]
    (nav,) = [n for n in root.iter(f"{X}nav") if n.get(EPUB_TYPE) == "landmarks"]
    marks = {link.get(EPUB_TYPE): link.get("href") for link in nav.iter(f"{X}a")}
    assert marks == {
        "cover": "cover.xhtml",
        "titlepage": "title.xhtml",
        "toc": "nav.xhtml",
        "bodymatter": f"{SLUG}.xhtml",
    }


# The words


@each_translation
def test_no_english_leaks(site: Path, locale: Locale) -> None:
    """No text that the catalogs translate appears in English, nor the `unknown` of stock Sphinx."""
    text = site_book(site, locale).words()
    assert leaks(text, locale) == []
    assert "unknown" not in text
    assert "Table of Contents" not in text


@each_locale
def test_images_are_told_in_words(site: Path, locale: Locale) -> None:
    """Each image has its alternative text in the edition's language, never a path."""
    images = list(site_book(site, locale).text.iter(f"{X}img"))
    wanted = [said(locale, text) for text in texts_of_kind("alternative text")]
    assert [image.get("alt") for image in images] == wanted
    assert wanted
    assert not any("/" in text or ".svg" in text for text in wanted)


@each_translation
def test_draft_says_so(site: Path, locale: Locale) -> None:
    """The title page and the last page say that nobody has reviewed the draft."""
    found = site_book(site, locale)
    for name in ("title.xhtml", "about.xhtml"):
        text = words(found.pages[name])
        assert said(locale, DRAFT) in text
        assert said(locale, "Draft translation") in text


def test_original_is_no_draft(site: Path) -> None:
    """The English book does not call itself a translation."""
    assert "ranslation" not in site_book(site, PROJECT.source_locale).words()


@each_locale
def test_book_tells_its_date(site: Path, locale: Locale) -> None:
    """The source's date, written out as the language does."""
    day = written_date(locale)
    sentence = said(locale, "Updated on %(date)s") % {"date": day}
    found = site_book(site, locale)
    for name in ("title.xhtml", "about.xhtml"):
        assert sentence in words(found.pages[name])


@each_locale
def test_book_takes_corrections(site: Path, locale: Locale) -> None:
    """The last page links to the place where readers report mistakes, and to the licence."""
    about = site_book(site, locale).pages["about.xhtml"]
    links = {link.get("href") for link in about.iter(f"{X}a")}
    assert {PROJECT.corrections, PROJECT.licence_url} <= links
    assert said(locale, "Have you found a mistake? Please tell us:") in words(about)


@each_locale
def test_book_is_no_doctor(site: Path, locale: Locale) -> None:
    """Title page and last page say that this is no medical advice."""
    found = site_book(site, locale)
    for name in ("title.xhtml", "about.xhtml"):
        assert said(locale, NO_ADVICE) in words(found.pages[name])


def test_joiners_survive(project_copy: Path, run: Callable) -> None:
    """Joiners, which shape words in Hindi and Persian, reach page, book and data unharmed."""
    path = project_copy / "locales" / "hi" / "LC_MESSAGES" / f"{ARTICLE}.po"
    catalog = polib.pofile(str(path), wrapwidth=0)
    text = "क्\u200dष \u200eऔर र\u200dय, द\u200cध"
    catalog.find("Conclusion").msgstr = text
    catalog.save()
    output = project_copy.parent / "site"
    done = run("build", "hi", "--output", output, project=project_copy)
    assert done.returncode == 0, done.stderr
    locale = PROJECT.locale("hi")
    found = Book((output / "downloads" / f"{SLUG}.hi.epub").read_bytes())
    for root in (*(found.pages[n] for n in (f"{SLUG}.xhtml", "nav.xhtml")), found.xml("toc.ncx")):
        assert text in words(root)
    assert text in words(page(page_path(output, locale)))
    assert text in (output / "data" / "hi" / f"{SLUG}.json").read_text(encoding="utf-8")


def test_books_differ_by_language(site: Path) -> None:
    """No two books have the same text: each is made from its own catalog."""
    digests = {
        hashlib.sha256(site_book(site, locale).files[f"EPUB/{SLUG}.xhtml"]).hexdigest()
        for locale in LOCALES
    }
    assert len(digests) == len(LOCALES)
