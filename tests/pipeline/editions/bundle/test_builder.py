"""The bundle: what `build` gives to programs, read through the loader."""

import json
from collections.abc import Callable
from pathlib import Path

import polib
import pytest

from cellulite_content import Content
from cellulite_content.pipeline.editions.bundle.manifest import aliases
from cellulite_content.pipeline.model.locale import Locale
from support.editions.reader import (
    ARTICLE,
    COPIED,
    PROJECT,
    SLUG,
    TRANSLATIONS,
    bare,
    catalog,
    said,
    texts_of_kind,
)
from support.folder_contents import contents

each_locale = pytest.mark.parametrize("locale", COPIED, ids=lambda locale: locale.tag)


def _content(folder: Path) -> Content:
    return Content(lambda name: (folder / name).read_bytes())


@pytest.fixture(scope="module")
def bundled(
    copy_project: Callable, run: Callable, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A project whose bundle is built, with nothing else."""
    project = copy_project(tmp_path_factory.mktemp("bundled") / "project")
    done = run("build", "--formats", "bundle", project=project)
    assert done.returncode == 0, done.stderr
    return project


@pytest.fixture(scope="module")
def content(bundled: Path) -> Content:
    """The loader over that bundle."""
    return _content(bundled / "build" / "bundle")


def test_bundle_lists_every_language(content: Content) -> None:
    """Each language with direction, own name and state; one article."""
    told = [(str(lang), lang.dir, lang.name, lang.state) for lang in content.languages()]
    assert told == [
        (each.tag, each.direction, each.name, each.state)
        for each in sorted(COPIED, key=lambda locale: locale.tag)
    ]
    assert content.articles() == (SLUG,)


@each_locale
def test_titles_equal_the_catalogs(content: Content, locale: Locale) -> None:
    """Title and description are the catalogs' words, in the language, complete."""
    article = content.load(locale.tag, fallback=False)
    (title,), (description,) = texts_of_kind("title"), texts_of_kind("description")
    assert (article.title, article.title.lang) == (said(locale, title), locale.tag)
    assert article.description == said(locale, description)
    assert article.missing == ()


@each_locale
def test_every_text_equals_the_catalogs(content: Content, locale: Locale) -> None:
    """Each text of the article is what its message says, in the order of the source; labels are
    messages of the interface."""
    article = content.load(locale.tag, fallback=False)
    messages = catalog(TRANSLATIONS[0].code, ARTICLE)
    sources = {bare(source): source for source in messages}
    labels = [str(node.text) for node in article.walk() if node.type == "label"]
    figure = said(locale, "Figure %(number)s") % {"number": 1}
    assert labels == [said(locale, "Note"), figure]
    texts = [node.text for node in article.walk() if node.text and node.type != "label"]
    assert len(texts) > 70
    for text in texts:
        assert text == bare(said(locale, sources[text.source])), text.id


def test_untranslated_text_says_so(project_copy: Path, run: Callable) -> None:
    """A message without translation is English in the bundle, with its language, and listed."""
    path = project_copy / "locales" / "ar" / "LC_MESSAGES" / f"{ARTICLE}.po"
    pofile = polib.pofile(str(path), wrapwidth=0)
    pofile.find("Conclusion").msgstr = ""
    pofile.save()
    done = run("build", "ar", "--formats", "bundle", project=project_copy)
    assert done.returncode == 0, done.stderr
    article = _content(project_copy / "build" / "bundle").load("ar")
    heading = article.section("conclusion").children[0].text
    assert (heading, heading.lang, heading.lang.dir) == ("Conclusion", "en", "ltr")
    assert article.missing == (heading.id,)


def test_build_of_the_bundle_writes_no_site(bundled: Path) -> None:
    """`--formats bundle` is for programs: no page, no book, no feed is written."""
    assert not list((bundled / "build").rglob("*.html"))
    assert not list((bundled / "build").rglob("*.epub"))


# A build of one language


def test_partial_build_keeps_the_others(bundled: Path, run: Callable) -> None:
    """Building German alone again leaves the bundle as it was, all languages in it."""
    before = contents(bundled / "build" / "bundle")
    done = run("build", "de", "--formats", "bundle", project=bundled)
    assert done.returncode == 0, done.stderr
    assert contents(bundled / "build" / "bundle") == before


@pytest.mark.slow
def test_partial_build_takes_the_new_words(
    run: Callable, tmp_path: Path, copy_project: Callable
) -> None:
    """A changed German is new in the bundle; the others are there, byte for byte."""
    project = copy_project(tmp_path / "project")
    assert run("build", "--formats", "bundle", project=project).returncode == 0
    old = contents(project / "build" / "bundle")
    path = project / "locales" / "de" / "LC_MESSAGES" / f"{ARTICLE}.po"
    pofile = polib.pofile(str(path), wrapwidth=0)
    pofile.find("Conclusion").msgstr = "Zum Schluss"
    pofile.save()
    assert run("build", "de", "--formats", "bundle", project=project).returncode == 0
    new = contents(project / "build" / "bundle")
    changed = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
    assert changed == {"bundle.txt", f"{SLUG}/de.txt"}
    content = _content(project / "build" / "bundle")
    assert content.load("de").section("conclusion").children[0].text == "Zum Schluss"
    assert len(content.languages()) == len(COPIED)


@pytest.mark.slow
def test_partial_build_drops_what_is_stale(project_copy: Path, run: Callable) -> None:
    """After an edit of the source, languages not built anew leave: their units no longer fit."""
    assert run("build", "de", "fr", "--formats", "bundle", project=project_copy).returncode == 0
    source = project_copy / "docs" / f"{ARTICLE}.rst"
    text = source.read_text(encoding="utf-8")
    source.write_text(text.replace("Be kind to your body.", "Be good to your body."), "utf-8")
    assert run("build", "de", "--formats", "bundle", project=project_copy).returncode == 0
    content = _content(project_copy / "build" / "bundle")
    assert list(content.languages()) == ["de", "en"]
    assert len(content.load("de").missing) == 1
    assert content.load("fr").lang == "en"


# Other names of languages


@pytest.mark.parametrize(
    ("wanted", "tag"),
    [
        ("zh", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("zh-SG", "zh-Hans"),
        ("zh_Hans_CN.UTF-8", "zh-Hans"),
        ("pt", "pt-BR"),
        ("pt-PT", "pt-BR"),
        ("de-AT", "de"),
        ("deu", "de"),
        ("ar-EG", "ar"),
        ("en-GB", "en"),
    ],
)
def test_other_names_of_a_language(content: Content, wanted: str, tag: str) -> None:
    """What systems and browsers call a language leads to its edition."""
    assert content.match(wanted) == tag


@pytest.mark.parametrize("wanted", ["zh-TW", "zh-HK", "zh-Hant", "no", "nb", "iw", "uk"])
def test_no_language_in_the_place_of_another(content: Content, wanted: str) -> None:
    """Readers of traditional characters get no simplified ones, nor a Norwegian a neighbour."""
    assert content.match(wanted) is None


def test_aliases_follow_the_locales() -> None:
    """CLDR's former codes and likely scripts are there for the languages that are, only."""
    found = aliases([Locale("he"), Locale("nb"), Locale("sr_Latn"), Locale("zh_Hant")])
    assert found["iw"] == "he"
    assert found["no"] == "nb"
    assert found["sr"] == "sr-Cyrl"
    assert found["zh-tw"] == "zh-Hant"
    assert found["zh"] == "zh-Hans"
    assert not [name for name in found if name.startswith(("de", "pt"))]
    assert "sr-latn" not in found
    assert (found["sh"], found["cnr"], found["he-hebr"]) == ("sr-Latn", "sr-ME", "he")
    assert aliases([Locale("no")])["nb"] == "no"
    assert aliases([Locale("pa")])["pa-pk"] == "pa-Arab"
    assert aliases([Locale("zh_TW")])["zh-tw"] == "zh-Hant"


# What the site has of it


@each_locale
def test_data_equal_the_loader(site: Path, locale: Locale) -> None:
    """The site's JSON is the loader's `to_dict()`, in real letters."""
    path = site / "data" / locale.tag / f"{SLUG}.json"
    text = path.read_text(encoding="utf-8")
    assert json.loads(text) == _content(PROJECT.bundle).load(locale.tag).to_dict()
    assert "\\u" not in text
