"""The seeded defects: by code, books with one small change each.

A defect is a locale's real book of the site and what is done to it. `extra` has codes of other
findings that the change cannot do without.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from support.book_checks.books import (
    TEXT,
    Books,
    Edit,
    Files,
    add,
    become,
    both,
    cut,
    found_in,
    jpeg,
    lose,
    put,
    swap,
)

OPF, NAV, NCX = "EPUB/package.opf", "EPUB/nav.xhtml", "EPUB/toc.ncx"
TITLE, ABOUT, CSS = "EPUB/title.xhtml", "EPUB/about.xhtml", "EPUB/book.css"

CONCLUSION = r'<section id="conclusion">.*?</section>'
GERMAN = "Cellulite entsteht nicht einfach durch Übergewicht"
ENGLISH = (
    "Cellulite is not simply caused by being overweight or unhealthy. Cellulite can appear on "
    "people of every body size."
)
ENGLISH_TITLE = "Will running reduce cellulite?"
ALT = 'alt="Querschnitt[^"]*"'
AGAIN = '<item id="style2" href="book.css" media-type="text/css"/></manifest>'
MARK = ' dir="ltr" lang="en" xml:lang="en"'
"""What is on each source in a bilingual book."""

CONTENTS = frozenset({"book-contents"})
DANGLING = frozenset({"book-dangling-link"})
CAPTION = (
    "The layer at the top is the skin. The round shapes are fat lobules. The thin lines between "
    "the lobules are bands of connective tissue."
)
METADATA = {
    "title": "<dc:title>.*?</dc:title>",
    "description": "<dc:description>.*?</dc:description>",
    "translator": '<meta refines="#translator" property="role".*?</meta>',
    "rights": "<dc:rights>.*?</dc:rights>",
    "source": "<dc:source>.*?</dc:source>",
    "date": "<dc:date>.*?</dc:date>",
    "modified": '<meta property="dcterms:modified">.*?</meta>',
    "hazard": '<meta property="schema:accessibilityHazard">.*?</meta>',
    "summary": '<meta property="schema:accessibilitySummary">.*?</meta>',
}
PAGE = (
    '<html xmlns="http://www.w3.org/1999/xhtml" lang="de" xml:lang="de" dir="ltr">'
    "<head><title>Fazit</title></head><body></body></html>"
)


@dataclass(frozen=True)
class Defect:
    """One change of one book: of `locale`, bilingual where it says so."""

    name: str
    edit: Edit
    locale: str = "de"
    bilingual: bool = False
    extra: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return self.name.replace(" ", "-")


def _listed(name: str, data: bytes, kind: str) -> Edit:
    """A file that is packed and is in manifest and spine."""
    item = f'<item id="more" href="{name}" media-type="{kind}"/>\n</manifest>'
    return both(
        add(f"EPUB/{name}", data),
        put(OPF, "</manifest>", item),
        put(OPF, "</spine>", '<itemref idref="more"/>\n</spine>'),
    )


def _cover(data: bytes) -> Edit:
    """Another cover in the place of the book's own."""

    def edit(files: Files, books: Books) -> None:
        assert "EPUB/cover.jpg" in files
        files["EPUB/cover.jpg"] = data

    return edit


def _no_cover(files: Files, books: Books) -> None:
    files[OPF] = files[OPF].replace(b"cover-image", b"")


def _chapter(locale: str) -> Edit:
    """The conclusion of another locale's book in the place of the book's own."""

    def edit(files: Files, books: Books) -> None:
        (theirs,) = found_in(books[locale][TEXT].decode(), CONCLUSION)
        become(TEXT, CONCLUSION, theirs)(files, books)

    return edit


def _noise(size: int) -> str:
    """Text that does not pack; the same each time."""
    return random.Random(1).randbytes(size // 2).hex()  # noqa: S311 - no secret


def _wrong_mimetype(files: Files, books: Books) -> None:
    files["mimetype"] = b"application/zip"


def _unlisted_file(files: Files, books: Books) -> None:
    files["EPUB/notes.xhtml"] = files[ABOUT]


def _unused(files: Files, books: Books) -> None:
    item = '<item id="font" href="font.woff2" media-type="font/woff2"/></manifest>'
    both(add("EPUB/font.woff2", b"x"), put(OPF, "</manifest>", item))(files, books)


def _remote_image(files: Files, books: Books) -> None:
    (alt,) = found_in(files[TEXT].decode(), ALT)
    image = f'<img src="https://x.org/y.png" {alt}/></section>'
    put(ABOUT, "</section>", image)(files, books)


def _english_alternative_text(files: Files, books: Books) -> None:
    (text,) = found_in(books["en"][TEXT].decode(), '(?<=<img )alt="[^"]*"')
    become(TEXT, ALT, text)(files, books)


def _without_figure(files: Files, books: Books) -> None:
    cut(TEXT, "<img alt=.*?/>")(files, books)
    cut(OPF, '<item id="image1".*?/>')(files, books)
    del files["EPUB/_images/skin-layers.svg"]


def _swapped_sources(files: Files, books: Books) -> None:
    """In a bilingual book, so that two translations have each other's source."""
    swap(TEXT, r'<p class="source"[^>]*><strong>(?:Muscle tone|Body fat).*?</p>')(files, books)


def _identifier(files: Files, books: Books) -> None:
    """The identifier of the Arabic book, in all places."""
    (mine,), (theirs,) = (
        found_in(each[NCX].decode(), "urn:uuid:[-0-9a-f]+") for each in (files, books["ar"])
    )
    for name in (OPF, NCX):
        files[name] = files[name].replace(mine.encode(), theirs.encode())


def _unknown(files: Files, books: Books) -> None:
    line = "</dc:subject><dc:contributor>unknown</dc:contributor>"
    put(OPF, "</dc:subject>", line)(files, books)


def _no_headings(files: Files, books: Books) -> None:
    files[TEXT] = files[TEXT].replace(b"<h2>", b"<p>").replace(b"</h2>", b"</p>")


DEFECTS: dict[str, list[Defect]] = {
    "book-mimetype": [Defect("mimetype of another kind", _wrong_mimetype)],
    "book-manifest": [
        Defect("unlisted file", _unlisted_file),
        Defect("missing file", lose("EPUB/_images/skin-layers.svg"), extra=DANGLING),
        Defect("unused item", _unused),
        Defect("item listed twice", put(OPF, "</manifest>", AGAIN)),
    ],
    "book-program": [
        Defect("script", put(TEXT, "</body>", "<script>x()</script></body>")),
        Defect("handler", put(ABOUT, '<h1 id="about">', '<h1 id="about" onclick="x()">')),
        Defect("style in a tag", put(ABOUT, '<h1 id="about">', '<h1 id="about" style="x">')),
    ],
    "book-remote": [
        Defect("remote picture", put(CSS, "body {", 'body { background: url("//x.org/y");')),
        Defect("remote font", put(CSS, "/*", '@import "https://x.org/y.css"; /*')),
        Defect(
            "remote image",
            _remote_image,
        ),
    ],
    "book-viewport": [
        Defect("viewport", put(TEXT, "<title>", '<meta name="viewport" content="x"/><title>'))
    ],
    "book-index-page": [
        Defect("empty page", _listed("genindex.xhtml", PAGE.encode(), "application/xhtml+xml"))
    ],
    "book-pasted-address": [
        Defect(
            "pasted address",
            put(
                ABOUT,
                "CC BY 4.0</a>",
                "CC BY 4.0</a> [https://creativecommons.org/licenses/by/4.0/]",
            ),
        )
    ],
    "book-too-large": [Defect("fat stylesheet", put(CSS, "/*", f"/* {_noise(200_000)}"))],
    "book-language": [
        Defect("page in English", put(TEXT, 'lang="de" xml:lang="de"', 'lang="en" xml:lang="en"')),
        Defect("page without xml:lang", put(NAV, ' xml:lang="de"', "")),
        Defect("record in English", put(OPF, "<dc:language>de<", "<dc:language>en<")),
        Defect("NCX in English", put(NCX, 'xml:lang="de"', 'xml:lang="en"')),
        Defect("one language of two", cut(OPF, "<dc:language>en</dc:language>"), bilingual=True),
    ],
    "book-direction": [
        Defect("page to the right", put(TEXT, 'dir="rtl"', 'dir="ltr"'), "ar"),
        Defect("body to the right", put(NAV, '<body dir="rtl"', '<body dir="ltr"'), "ar"),
        Defect("page to the left", put(ABOUT, 'dir="ltr"', 'dir="rtl"')),
        Defect("English as the page", put(TEXT, MARK, MARK.removeprefix(' dir="ltr"')), "ar", True),
        Defect("English to the right", put(TEXT, MARK, MARK.replace("ltr", "rtl")), "ar", True),
        Defect(
            "English to the right in German",
            put(TEXT, MARK, MARK.replace("ltr", "rtl")),
            bilingual=True,
        ),
        Defect(
            "English title to the right",
            put(TITLE, 'lang="en" dir="ltr"', 'lang="en" dir="rtl"'),
            "ar",
            True,
        ),
    ],
    "book-progression": [
        Defect("pages to the right", put(OPF, 'direction="rtl"', 'direction="ltr"'), "ar"),
        Defect("pages to the left", put(OPF, 'direction="ltr"', 'direction="rtl"')),
    ],
    "book-leaked-source": [
        Defect("English title", put(OPF, "Verringert Laufen Cellulite?", ENGLISH_TITLE, 1)),
        Defect("English chapter title in nav", put(NAV, ">Fazit<", ">Conclusion<")),
        Defect("English chapter title in NCX", put(NCX, ">Fazit<", ">Conclusion<")),
        Defect("English heading", put(TEXT, "<h2>Fazit<", "<h2>Conclusion<")),
        Defect("English nav", put(NAV, '<h1 id="contents">Inhalt', '<h1 id="contents">Contents')),
        Defect("English label", put(TEXT, ">Hinweis<", ">Note<")),
        Defect("English number of a figure", put(TEXT, ">Abbildung 1<", ">Figure 1<")),
        Defect("English caption", become(TEXT, "Die Schicht ganz oben[^<]*", CAPTION)),
        Defect("English cell", put(TEXT, "<p>Plausibel<", "<p>Plausible<")),
        Defect(
            "English note",
            put(TEXT, ", Übersichtsarbeit zu Trainingsstudien.", ", review of exercise studies."),
        ),
        Defect("English list name", put(TEXT, 'aria-label="Fußnoten"', 'aria-label="Footnotes"')),
        Defect("English paragraph", become(TEXT, f"{GERMAN}[^<]*", ENGLISH)),
        Defect("English alternative text", _english_alternative_text),
        Defect(
            "English date",
            put(TITLE, "Aktualisiert am 22. November 2026", "Updated on November 22, 2026"),
        ),
        Defect("source without its mark", put(TEXT, MARK, ""), bilingual=True),
        Defect("no source has its mark", put(TEXT, MARK, "", 0), bilingual=True),
        Defect(
            "English cover",
            put("EPUB/cover.xhtml", 'alt="Verringert Laufen Cellulite?', f'alt="{ENGLISH_TITLE}'),
        ),
    ],
    "book-other-language": [
        Defect("English chapter in German", _chapter("en")),
        Defect("English chapter in Arabic", _chapter("en"), "ar"),
        Defect("Arabic chapter in Japanese", _chapter("ar"), "ja"),
        Defect("English chapter in a bilingual book", _chapter("en"), bilingual=True),
        Defect(
            "Latin letters in Arabic",
            put(TEXT, "</body>", f"<p>{'spam eggs ' * 2000}</p></body>"),
            "ar",
        ),
    ],
    "book-joiner-lost": [Defect("left-to-right mark gone", put(TEXT, "\u200e", ""), "ar")],
    "book-text-lost": [
        Defect("paragraph gone", cut(TEXT, f"<p>{GERMAN}.*?</p>")),
        Defect("paragraph cut short", put(TEXT, f"<p>{GERMAN}", "<p>")),
        Defect("one of three cells gone", put(TEXT, "<p>Nicht bewiesen</p>", "")),
        Defect(
            "paragraph of the original gone", cut(TEXT, "<p>Cellulite is not simply.*?</p>"), "en"
        ),
        Defect(
            "description gone",
            both(cut(OPF, METADATA["description"]), cut(TITLE, '<p class="subtitle">.*?</p>')),
            extra=frozenset({"book-metadata-missing"}),
        ),
        Defect("figure gone", _without_figure),
    ],
    "book-order": [
        Defect(
            "paragraphs swapped", swap(TEXT, "<p><strong>(?:Straffe Muskeln|Körperfett).*?</p>")
        ),
        Defect("sources swapped", _swapped_sources, bilingual=True),
        Defect("cells swapped", swap(TEXT, "<p>(?:Plausibel|Behauptung)</p>")),
    ],
    "book-pair": [
        Defect(
            "paragraph without its source",
            cut(TEXT, f'<p class="source"{MARK}>Cellulite is not.*?</p>'),
            bilingual=True,
        ),
        Defect(
            "source without its paragraph",
            cut(TEXT, f'<p class="paired">{GERMAN}.*?</p>'),
            bilingual=True,
        ),
    ],
    "book-draft-not-said": [
        Defect(
            "silent draft", both(cut(TITLE, "<p><strong>.*?</p>"), cut(ABOUT, "<p><strong>.*?</p>"))
        )
    ],
    "book-contents": [
        Defect("section missing in nav", cut(NAV, r"<li><a href=\"[^\"]*#conclusion.*?</li>")),
        Defect("section missing in NCX", cut(NCX, r"<navPoint id=\"point6\".*?</navPoint>")),
        Defect(
            "sections swapped in nav",
            swap(NAV, r'<li><a href="[^"]*#(?:conclusion|sources)".*?</a>'),
        ),
        Defect("section of another name", put(NAV, ">Fazit<", ">Schluss<")),
        Defect("no NCX", both(lose(NCX), cut(OPF, '<item id="ncx".*?/>'), cut(OPF, ' toc="ncx"'))),
    ],
    "book-landmarks": [
        Defect("no landmarks", cut(NAV, '<nav class="landmarks".*?</nav>')),
        Defect("no way to the text", cut(NAV, r'<li><a epub:type="bodymatter".*?</li>')),
    ],
    "book-repeated-id": [Defect("id twice", put(TEXT, "<h2>Fazit", '<h2 id="sources">Fazit'))],
    "book-dangling-link": [
        Defect("link into a stylesheet", put(TEXT, 'href="#evidence"', 'href="book.css#body"')),
        Defect("link that is no address", put(TEXT, 'href="#evidence"', 'href="http//[x#y"')),
        Defect("link to no id", put(TEXT, 'href="#evidence"', 'href="#nothing"')),
        Defect(
            "link to no file",
            put(NAV, 'titlepage" href="title.xhtml"', 'titlepage" href="x.xhtml"'),
        ),
    ],
    "book-note": [
        Defect("number without a note", put(TEXT, 'href="#toxins" id', 'href="#conclusion" id')),
        Defect("number that leads nowhere", put(TEXT, 'href="#toxins" id', 'href="#nothing" id')),
        Defect(
            "note without a way back",
            put(TEXT, '<a role="doc-backlink" href="#id8"', '<a href="#id8"'),
        ),
        Defect(
            "way back to nowhere",
            put(TEXT, 'doc-backlink" href="#id8"', 'doc-backlink" href="#id"'),
        ),
    ],
    "book-identifier": [
        Defect("identifier of another book", _identifier),
        Defect("other identifier in the NCX", put(NCX, "urn:uuid:", "urn:uuid:0")),
    ],
    "book-metadata-missing": [
        Defect(f"no {name}", cut(OPF, pattern)) for name, pattern in METADATA.items()
    ],
    "book-placeholder": [
        Defect("unknown translator", _unknown),
        Defect("table of contents", put(NAV, "<title>Inhalt<", "<title>Table of Contents<")),
    ],
    "book-claim": [
        Defect(
            "conformance",
            put(OPF, "</metadata>", '<meta property="dcterms:conformsTo">x</meta></metadata>'),
        ),
        Defect(
            "conformance by link",
            put(
                OPF,
                "</metadata>",
                '<link rel="dcterms:conformsTo" href="https://x.org"/></metadata>',
            ),
        ),
        Defect("no headings", _no_headings, extra=CONTENTS),
    ],
    "book-alternative-text": [
        Defect("path", become(TEXT, ALT, 'alt="_images/skin-layers.svg"')),
        Defect("file name", become(TEXT, ALT, 'alt="skin-layers.svg"')),
        Defect("empty", become(TEXT, ALT, 'alt=""')),
        Defect("missing", cut(TEXT, ALT)),
        Defect("other words", put(TEXT, 'alt="Querschnitt', 'alt="Schnitt')),
    ],
    "book-cover": [
        Defect("no cover", _no_cover),
        Defect("small cover", _cover(jpeg(600, 800))),
        Defect("cover that is no JPEG", _cover(b"\x89PNG\r\n")),
        Defect("cover cut short", _cover(b"\xff\xd8\xff")),
    ],
    "book-css-direction": [
        Defect("direction", put(CSS, "body {", "body { direction: ltr;")),
        Defect("unicode-bidi", put(CSS, "body {", "body { unicode-bidi: embed;")),
    ],
    "book-css-side": [
        Defect("left margin", put(CSS, "body {", "body { margin-left: 1em;")),
        Defect(
            "right alignment",
            put(CSS, "body {", "@media print { p { text-align: right; } } body {"),
        ),
    ],
    "book-italics": [
        Defect("slanted Japanese", put(CSS, "em:lang(ja), ", ""), "ja"),
        Defect(
            "slanted Arabic labels",
            put(CSS, ".label, ", ".label { font-style: italic; } .label, "),
            "ar",
        ),
    ],
}
"""By the code that must tell it."""
