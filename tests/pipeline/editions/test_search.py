"""The search: readers find the article by its words, in their language and script, in a browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cellulite_content.pipeline.editions.search import SCRIPTS, search_language
from cellulite_content.pipeline.model.locale import Locale
from support.editions.browser import browser, served
from support.editions.reader import (
    ARTICLE,
    EACH_SCRIPT,
    LOCALES,
    PROJECT,
    TRANSLATIONS,
    article_text,
    leaks,
    page,
    said,
    site_page,
    text_of,
    texts_of_kind,
    words,
)

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Route

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; "
    "base-uri 'none'; form-action 'self'"
)
"""The strictest policy with which the page can do its work."""

QUERIES = {
    "ar": ("السيلوليت", "سيلوليت", "الجري"),
    "bn": ("সেলুলাইট", "দৌড়", "ঊরু"),
    "de": ("Cellulite", "laufen", "Läufer"),
    "el": ("κυτταρίτιδα", "τρέξιμο", "μηρούς"),
    "en": ("cellulite", "running", "runner"),
    "es": ("celulitis", "correr", "corriendo"),
    "fa": ("سلولیت", "دویدن", "ران"),
    "fr": ("cellulite", "courir", "l’exercice"),
    "he": ("צלוליט", "ריצה", "בירכיים"),
    "hi": ("सेल्युलाईट", "दौड़ना", "दौड़"),
    "ja": ("セルライト", "ランニング", "脂肪", "肌"),
    "ko": ("셀룰라이트", "달리기", "허벅지"),
    "pl": ("cellulit", "cellulitem", "bieganiem"),
    "pt-BR": ("celulite", "corrida", "exercícios"),
    "ru": ("целлюлит", "бегом", "ЦЕЛЛЮЛИТОМ"),
    "th": ("เซลลูไลท์", "การวิ่ง", "ต้นขา"),
    "vi": ("da sần vỏ cam", "chạy bộ", "đùi"),
    "zh-Hans": ("橘皮组织", "跑步", "脂肪", "皮"),
    "zh-Hant": ("橘皮組織", "跑步", "脂肪"),
}
"""What readers may type: the subject, another word, another form of it."""

each_locale = pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.tag)
each_script = pytest.mark.parametrize(
    "locale", [PROJECT.locale(tag) for tag in EACH_SCRIPT], ids=lambda locale: locale.tag
)
each_translation = pytest.mark.parametrize("locale", TRANSLATIONS, ids=lambda locale: locale.tag)


def _search_page(site: Path, locale: Locale) -> Path:
    return site / locale.tag / "search.html"


# The page


@each_locale
def test_search_alone_has_scripts(site: Path, locale: Locale) -> None:
    """The page loads its scripts from the site, and has none within; other pages load none."""
    root = page(_search_page(site, locale))
    wanted = [*(f"_static/{name}" for name in SCRIPTS), "searchindex.js"]
    assert root.xpath("//script/@src") == wanted
    assert [text_of(script) for script in root.xpath("//script")] == [""] * len(wanted)
    assert all((site / locale.tag / name).is_file() for name in wanted)
    loaded = {name.rpartition("/")[2] for name in wanted}
    for other in (site_page(site, locale), page(site / locale.tag / "index.html")):
        assert loaded.isdisjoint(src.rpartition("/")[2] for src in other.xpath("//script/@src"))


@each_locale
def test_each_page_links_to_the_search(site: Path, locale: Locale) -> None:
    """The search is one click away, by the word of the language."""
    for name in ("index.html", f"{ARTICLE}.html"):
        path = site / locale.tag / name
        (link,) = page(path).xpath("//header//a[contains(@href, 'search.html')][not(@hreflang)]")
        assert (path.parent / link.get("href")).resolve() == _search_page(site, locale).resolve()
        assert text_of(link) == said(locale, "Search")


@each_translation
def test_search_has_no_english(site: Path, locale: Locale) -> None:
    """The page's words, those that only a script shows among them, are the language's."""
    root = page(_search_page(site, locale))
    assert leaks(f"{words(root)} {root.xpath('string(//title)')}", locale) == []
    assert root.xpath("//main//*[@lang]") == []


@each_locale
def test_search_without_script_offers_the_articles(site: Path, locale: Locale) -> None:
    """Without a script there is no form that does nothing; the page says why and lists all."""
    root = page(_search_page(site, locale))
    sentence = said(locale, "The search needs JavaScript. All articles are listed below.")
    assert text_of(root.find(".//noscript")) == sentence
    assert root.find(".//form").get("hidden") is not None
    links = {a.get("href"): text_of(a) for a in root.xpath("//main/nav//a")}
    assert links == {f"{ARTICLE}.html": said(locale, texts_of_kind("title")[0])}


@each_locale
def test_index_is_of_the_language(site: Path, locale: Locale) -> None:
    """Each language has an index of its own: its articles, without the list of them."""
    text = (site / locale.tag / "searchindex.js").read_text(encoding="utf-8")
    index = json.loads(text.removeprefix("Search.setIndex(").removesuffix(")"))
    assert index["docnames"] == [ARTICLE]
    assert index["titles"] == [said(locale, texts_of_kind("title")[0])]


# The words


def test_hindi_words_stay_whole() -> None:
    """Vowel signs and viramas are parts of a word, which Python's `\\w` and Sphinx think not."""
    hindi = search_language(PROJECT.locale("hi"))({})
    assert hindi.split("सेल्युलाईट, और दौड़ना।") == ["सेल्युलाईट", "और", "दौडना"]


def test_scripts_without_spaces_give_characters_and_pairs() -> None:
    """Chinese and Japanese texts are found by any part, beside words and numbers."""
    chinese = search_language(PROJECT.locale("zh_Hans"))({})
    assert chinese.split("跑步，BMI 25") == ["跑", "步", "跑步", "bmi", "25"]
    assert set(chinese.split("橘皮组")) >= {"橘", "皮", "组", "橘皮", "皮组"}
    japanese = search_language(PROJECT.locale("ja"))({})
    assert set(japanese.split("肌のＢＭＩ")) == {"肌", "の", "肌の", "bmi"}


def test_invisible_characters_part_no_words() -> None:
    """A soft hyphen or joiner inside a word does not hide it."""
    german = search_language(PROJECT.locale("de"))({})
    assert german.split("Ober\N{SOFT HYPHEN}schenkel") == ["oberschenkel"]


FOLDED = {
    "fr": ("Étude ÉTUDE etude", ["etude"]),
    "pl": ("Łydka łydki", ["lydka", "lydki"]),
    "ru": ("ещё твёрдый мой", ["еще", "твердый", "мой"]),
    "ar": ("الجَرْي الجرـي إلى الى", ["الجري", "الي"]),
    "hi": ("दौड़ना दौड़ना", ["दौडना"]),
    "ja": ("ｾﾙﾗｲﾄ ＢＭＩ", ["bmi", "セル", "ルラ", "ライ", "イト"]),
}
"""Texts, and the words by which all their spellings are found (of Japanese, the longer ones)."""


@pytest.mark.parametrize("code", FOLDED)
def test_spellings_are_one_word(code: str) -> None:
    """Case, width and accents do not matter; marks that make another letter do."""
    text, wanted = FOLDED[code]
    words = search_language(PROJECT.locale(code))({}).split(text)
    assert sorted({word for word in words if len(word) > 1}) == sorted(wanted)


NUMBERS = {
    "42 3.5 3,5": {"42", "3.5"},
    "6,880 6.880 6\u202f880": {"6.880", "6880"},
    "٣٫٥ ४२": {"3.5", "42"},
    "25mg B12 80–90": {"25", "mg", "b12", "80", "90"},
}
"""Texts, and the words that find their numbers."""


@pytest.mark.parametrize("text", NUMBERS)
def test_numbers_are_words(text: str) -> None:
    """A number is found with any separator, without that of its thousands, and in any digits."""
    assert set(search_language(PROJECT.locale("de"))({}).split(text)) == NUMBERS[text]


# In a browser


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """The site on a server."""
    with served(site) as found:
        yield found


@pytest.fixture(scope="module")
def context() -> Iterator[BrowserContext]:
    """A browser that holds every page to the policy."""
    with browser() as program:
        found = program.new_context()
        found.route("**/*", _with_policy)
        yield found


def _with_policy(route: Route) -> None:
    answer = route.fetch()
    headers = {**answer.headers, "content-security-policy": POLICY}
    route.fulfill(response=answer, headers=headers)


@pytest.fixture
def reader(context: BrowserContext) -> Iterator[Page]:
    """A page in which nothing may go wrong: no error, and no word of one on the console."""
    faults: list[str] = []
    found = context.new_page()
    found.on("pageerror", lambda error: faults.append(str(error)))
    found.on("console", lambda message: faults.append(message.text))
    yield found
    found.close()
    assert faults == []


def _ask(reader: Page, address: str, locale: Locale, query: str) -> None:
    reader.goto(f"{address}/{locale.tag}/search.html")
    reader.fill("#q", query)
    reader.press("#q", "Enter")
    reader.wait_for_selector("#search[data-done]")


def _queries(locale: Locale) -> tuple[str, ...]:
    """What readers type; for a language without an entry above, the longest word of the title."""
    title = said(locale, texts_of_kind("title")[0])
    return QUERIES.get(locale.tag) or (max(title.split(), key=len).strip("?¿!؟"),)


@pytest.mark.slow
@each_script
def test_readers_find_the_article(reader: Page, address: str, site: Path, locale: Locale) -> None:
    """Each query finds the article, shows the passages with the words marked, and leads to them."""
    text = article_text(site_page(site, locale)).replace("\N{WORD JOINER}", "")
    for query in _queries(locale):
        _ask(reader, address, locale, query)
        title = reader.locator("#found h3 a")
        assert title.all_inner_texts() == [said(locale, texts_of_kind("title")[0])], query
        assert title.get_attribute("href") == f"{ARTICLE}.html"
        marks = reader.locator("#found mark").all_inner_texts()
        assert marks, query
        assert all(mark.strip("\N{WORD JOINER}") in text for mark in marks), query
        assert not reader.locator("#nothing").is_visible()
        places = reader.locator("#found .place a").evaluate_all("all => all.map(a => a.hash)")
        ids = site_page(site, locale).xpath("//article//section/@id")
        assert {place.removeprefix("#") for place in places} <= set(ids)


FINDS = {
    "fr": {"etude": "étude", "MUSCLE": "muscles", "0,46": "0,46", "6880": "6\u202f880"},
    "de": {"Studien": "Studie", "korperfett": "Körperfett", "6880": "6.880", "0.52": "0,52"},
    "ja": {"ｾﾙﾗｲﾄ": "セルライト", "脂肪小葉": "脂肪小葉", "116": "116"},
    "ar": {"الجَرْي": "الجري", "116": "116"},
}
"""Queries, and what is marked in the sentences shown."""


@pytest.mark.slow
@pytest.mark.parametrize("tag", FINDS)
def test_sentence_and_section_are_shown(reader: Page, address: str, site: Path, tag: str) -> None:
    """Other spellings, other forms of a word and numbers find the sentences and their section."""
    locale = PROJECT.locale(tag)
    text = re.sub(r"\N{WORD JOINER}|\[\d+\]", "", article_text(site_page(site, locale)))
    for query, marked in FINDS[tag].items():
        _ask(reader, address, locale, query)
        assert marked in reader.locator("#found mark").all_inner_texts(), query
        sentences = reader.locator("#found li > p:not(.place)").all_inner_texts()
        assert all(sentence.strip("… ") in text for sentence in sentences), query
        place = reader.locator("#found .place a").first
        place.click()
        section = reader.locator("section:target").inner_text()
        assert marked in section, query


@pytest.mark.slow
@each_script
def test_nothing_found_says_so(reader: Page, address: str, locale: Locale) -> None:
    """A word that no article has gives one sentence, in the language."""
    _ask(reader, address, locale, "xyzzy")
    assert reader.locator("#found").is_hidden()
    assert reader.locator("#nothing").inner_text() == said(locale, "Nothing was found.")


@pytest.mark.slow
@each_script
def test_each_word_of_the_article_finds_it(reader: Page, address: str, locale: Locale) -> None:
    """Query and index cut texts alike: each word of the article finds it, and is marked in it."""
    reader.goto(f"{address}/{locale.tag}/search.html")
    reader.wait_for_selector("#search:not([hidden])")
    lost = reader.evaluate(
        """async name => {
          const stemmer = new Stemmer(), stem = word => stemmer.stemWord(word);
          const index = prepared(stem);
          await load(name);
          const { sections } = articles.get(name);
          const words = new Set();
          for (const [, ...texts] of sections)
            for (const text of texts) for (const word of text.split(/\\s+/)) words.add(word);
          const asked = [...words].filter(word => wanted(word, stem).length);
          return asked.filter(word => {
            const { names, words } = find(word, index, stem);
            return !names.includes(name) || !passages(articles.get(name), words, stem).length;
          });
        }""",
        ARTICLE,
    )
    assert lost == []


@pytest.mark.slow
def test_query_is_no_markup(reader: Page, address: str) -> None:
    """What is typed is text: it makes no element and runs nothing."""
    _ask(reader, address, PROJECT.source_locale, "<img src=x onerror=alert(1)> cellulite")
    assert reader.locator("main img").count() == 0
    assert reader.input_value("#q").startswith("<img")


@pytest.mark.slow
def test_search_keeps_nothing(reader: Page, address: str) -> None:
    """No word of a reader's stays behind in the browser (Sphinx's own page stores them)."""
    _ask(reader, address, PROJECT.source_locale, "cellulite")
    assert reader.evaluate("localStorage.length + sessionStorage.length") == 0
    assert reader.evaluate("document.cookie") == ""


@pytest.mark.slow
def test_search_works_from_a_disk(context: BrowserContext, site: Path) -> None:
    """Opened as a file, whose scripts may read no other page, it shows the sentences too."""
    locale = PROJECT.locale("ja")
    context.unroute("**/*")
    reader = context.new_page()
    try:
        reader.goto(f"{_search_page(site, locale).as_uri()}?q=ランニング")
        reader.wait_for_selector("#search[data-done]")
        title = said(locale, texts_of_kind("title")[0])
        assert reader.locator("#found h3 a").all_inner_texts() == [title]
        assert "ランニング" in reader.locator("#found mark").all_inner_texts()
    finally:
        reader.close()
        context.route("**/*", _with_policy)
