"""The project: its settings, its list of locales, and what CLDR says of each."""

import re
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from cellulite_content.pipeline.errors import ProjectError
from cellulite_content.pipeline.model.locale import Locale, load_locales
from cellulite_content.pipeline.model.project import Project, load_project
from support import CHECKOUT

ROOT = CHECKOUT
SETTINGS = "[tool.cellulite-content]\n"
LOCALES = '[de]\npublish = 90\n\n[pt_BR]\nstate = "reviewed"\nreviewers = ["Ana"]\nreviewed = "0"\n'


def load(root: Path, settings: str = SETTINGS, locales: str = LOCALES) -> Project:
    """The project with these two files."""
    (root / "pyproject.toml").write_text(settings, encoding="utf-8")
    (root / "locales").mkdir()
    (root / "locales" / "locales.toml").write_text(locales, encoding="utf-8")
    return load_project(root)


def refused(root: Path, file: str, settings: str = SETTINGS, locales: str = LOCALES) -> str:
    """The message about the mistake in `file`, without the file's name and line before it."""
    with pytest.raises(ProjectError) as raised:
        load(root, settings, locales)
    message = str(raised.value)
    assert len(message.splitlines()) == 1
    place = re.match(re.escape(str(root / file)) + r"(:\d+)?: ", message)
    assert place
    return message[place.end() :]


# Settings


def test_settings_have_defaults(tmp_path: Path) -> None:
    """An empty table is a project: its folders have their usual names."""
    project = load(tmp_path)
    assert project.title == tmp_path.name
    assert (project.source, project.build) == (tmp_path / "docs", tmp_path / "build")
    assert project.locales_folder == tmp_path / "locales"
    assert project.bundle == tmp_path / "build" / "bundle"
    assert project.source_locale.code == "en"
    assert (project.site_url, project.corrections, project.licence) == ("", "", "")
    assert (project.covers, project.bilingual) == (True, True)


def test_settings_are_read(tmp_path: Path) -> None:
    """Each setting by the name that the handbook gives it; others are left alone."""
    project = load(
        tmp_path,
        '[tool.cellulite-content]\ntitle = "Gehen"\nsource = "text"\nsource-language = "fr"\n'
        'build = "out"\nbundle = "data"\nsite-url = "https://a.example/"\n'
        'corrections = "mailto:a@a.example"\nlicence = "CC0"\nlicence-url = "https://b.example"\n'
        "covers = false\nbilingual = false\n",
    )
    assert (project.title, project.source, project.bundle) == (
        "Gehen",
        tmp_path / "text",
        tmp_path / "data",
    )
    assert (project.build, project.compiled) == (tmp_path / "out", tmp_path / "out" / "catalogs")
    assert (project.source_locale.code, project.source_locale.state) == ("fr", "source")
    assert (project.site_url, project.corrections) == ("https://a.example/", "mailto:a@a.example")
    assert (project.licence, project.licence_url) == ("CC0", "https://b.example")
    assert (project.covers, project.bilingual) == (False, False)


def test_paths_follow_from_the_settings(tmp_path: Path) -> None:
    """A domain may hold slashes; catalogs lie where gettext looks for them."""
    project = load(tmp_path)
    domain, (german, _) = "articles/walking", project.locales
    folder = tmp_path / "locales"
    assert project.template(domain) == folder / "templates" / "articles" / "walking.pot"
    assert project.catalog(german, domain) == (
        folder / "de" / "LC_MESSAGES" / "articles" / "walking.po"
    )
    assert project.relative(project.template(domain)) == "locales/templates/articles/walking.pot"
    assert project.relative(Path("/elsewhere/a.po")) == "/elsewhere/a.po"


def test_a_folder_without_settings(tmp_path: Path) -> None:
    """The command was run in the wrong folder: both ways out are named."""
    with pytest.raises(ProjectError) as raised:
        load_project(tmp_path)
    assert str(raised.value) == (
        f"{tmp_path / 'pyproject.toml'}: no such file; run in the project's root or name it with "
        "--project"
    )


def test_settings_of_another_project(tmp_path: Path) -> None:
    """A `pyproject.toml` without our table is another project's."""
    message = refused(tmp_path, "pyproject.toml", "[project]\n")
    assert message == (
        "has no table [tool.cellulite-content]; run in the project's root or name it with --project"
    )


def test_settings_that_are_no_toml(tmp_path: Path) -> None:
    """The message has the line of the mistake."""
    message = refused(tmp_path, "pyproject.toml", "[tool\n")
    assert message.startswith("Expected ']'")
    assert message.endswith("; fix the file")


def test_corrections_must_be_an_address(tmp_path: Path) -> None:
    """It becomes a link in every edition; a `javascript:` one would be live there."""
    message = refused(
        tmp_path, "pyproject.toml", SETTINGS + 'corrections = "javascript:alert(1)"\n'
    )
    assert message == "corrections must be an https: or mailto: address"


@pytest.mark.parametrize("limit", ["0", "-1", '"8 MB"', "true", "8.5"])
def test_the_largest_catalog_is_in_megabytes(tmp_path: Path, limit: str) -> None:
    """A whole number, at least one."""
    message = refused(tmp_path, "pyproject.toml", f"{SETTINGS}largest-catalog = {limit}\n")
    assert message == "largest-catalog must be a whole number of megabytes from 1 to 1024"


@pytest.mark.parametrize("name", ["covers", "bilingual"])
def test_switches_are_true_or_false(tmp_path: Path, name: str) -> None:
    """A word or a number is a slip, and no guess is made."""
    message = refused(tmp_path, "pyproject.toml", f'{SETTINGS}{name} = "no"\n')
    assert message == f"{name} must be true or false"


# Locales


def test_locales_come_by_code(tmp_path: Path) -> None:
    """In the order of their codes, each with its defaults."""
    german, brazilian = load(tmp_path).locales
    assert german == Locale("de", publish=90, state="draft", origin="people")
    assert brazilian == Locale("pt_BR", state="reviewed", reviewers=("Ana",), reviewed="0")


def test_links_that_a_locale_may_give(tmp_path: Path) -> None:
    """Pairs: the source's address, and that of the same page in the reader's language."""
    table = '[de.links]\n"https://en.example/a" = "https://de.example/b_(c)?d=e#f"\n'
    (german,) = load(tmp_path, locales=table).locales
    assert german.links == (("https://en.example/a", "https://de.example/b_(c)?d=e#f"),)


@pytest.mark.parametrize("code", ["pt_BR", "pt-BR"])
def test_a_locale_is_found_by_code_or_tag(tmp_path: Path, code: str) -> None:
    """People write both."""
    assert load(tmp_path).locale(code).tag == "pt-BR"


def test_the_source_is_a_locale_too(tmp_path: Path) -> None:
    """The English edition is built like the others."""
    assert load(tmp_path).locale("en").origin == "authors"


def test_an_unknown_locale(tmp_path: Path) -> None:
    """The message names the file, what there is, and the command that makes one."""
    project = load(tmp_path)
    with pytest.raises(ProjectError) as raised:
        project.locale("fr")
    assert str(raised.value) == (
        f"{tmp_path / 'locales' / 'locales.toml'}: no locale 'fr'; there are de, pt_BR. "
        "`cellulite-content add-locale fr` makes one"
    )


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("de-at", ". `cellulite-content add-locale de_AT` makes one"),
        ("german", "; name one of these"),
    ],
)
def test_an_unknown_locale_in_another_form(tmp_path: Path, code: str, hint: str) -> None:
    """The command that the message names accepts the code, or there is none."""
    with pytest.raises(ProjectError) as raised:
        load(tmp_path).locale(code)
    assert str(raised.value).endswith(f"no locale '{code}'; there are de, pt_BR{hint}")


@pytest.mark.parametrize(
    ("locales", "words"),
    [
        ("[german]\n", "'german' is no locale code; write one like de or pt_BR"),
        ('["../de"]\n', "'../de' is no locale code"),
        ('["de\\" onload=\\"x"]\n', "is no locale code"),
        ("[pt-BR]\n", "'pt-BR' is no locale code; write pt_BR"),
        ('[""]\n', "'' is no locale code"),
        ("[xx]\n", "CLDR knows no locale 'xx'; check its spelling"),
        ("de = 80\n", "write [de] as a table"),
        ("[de]\npublsh = 80\n", "[de] has an unknown setting 'publsh'"),
        ("[de]\npublish = 101\n", "[de] publish must be a whole number from 0 to 100"),
        ("[de]\npublish = -1\n", "[de] publish must be a whole number from 0 to 100"),
        ("[de]\npublish = 80.5\n", "[de] publish must be a whole number from 0 to 100"),
        ('[de]\npublish = "80"\n', "[de] publish must be a whole number from 0 to 100"),
        ('[de]\nstate = "good"\n', "[de] state must be one of draft, reviewed"),
        ('[de]\nstate = "reviewed"\n', "[de] a reviewed locale names its reviewers"),
        ('[de]\nreviewers = ["Ana"]\n', "[de] a reviewed locale names its reviewers and what"),
        ("[de]\nlinks = 1\n", "[de.links] pairs an address of the source with one https: address"),
        ('[de.links]\n"https://a.example/" = "http://b.example/"\n', "[de.links] pairs an address"),
        ('[de.links]\n"https://a.example/" = "javascript:x"\n', "[de.links] pairs an address"),
        ('[de.links]\n"https://a.example/" = "https://b.example/ <x>"\n', "[de.links] pairs"),
        ('[de.links]\n"https://a.example/" = ["https://b.example/"]\n', "[de.links] pairs"),
        ("[de\n", "Expected ']'"),
    ],
)
def test_a_mistake_in_the_list_of_locales(tmp_path: Path, locales: str, words: str) -> None:
    """Each is reported with its file and its table, in one line."""
    assert words in refused(tmp_path, "locales/locales.toml", locales=locales)


def test_a_list_in_another_encoding(tmp_path: Path) -> None:
    """TOML is UTF-8; the message names the file."""
    path = tmp_path / "locales.toml"
    path.write_bytes('[de]\norigin = "Bücher"\n'.encode("latin-1"))
    with pytest.raises(ProjectError, match=r"locales\.toml: .*fix the file"):
        load_locales(tmp_path, path, "en")


def test_a_missing_list(tmp_path: Path) -> None:
    """A project without a list of locales is not one."""
    with pytest.raises(ProjectError, match=r"locales\.toml: no such file"):
        load_locales(tmp_path, tmp_path / "locales.toml", "en")


def test_this_project_loads() -> None:
    """The settings and the list of locales of this very checkout are good."""
    project = load_project(ROOT)
    assert "de" in {locale.code for locale in project.locales}
    assert project.source_locale.code == "en"


# What CLDR says


@pytest.mark.parametrize(
    ("code", "tag", "name", "direction"),
    [
        ("ar", "ar", "العربية", "rtl"),
        ("de", "de", "Deutsch", "ltr"),
        ("es", "es", "Español", "ltr"),
        ("fr", "fr", "Français", "ltr"),
        ("he", "he", "עברית", "rtl"),
        ("hi", "hi", "हिन्दी", "ltr"),
        ("ja", "ja", "日本語", "ltr"),
        ("pl", "pl", "Polski", "ltr"),
        ("pt_BR", "pt-BR", "Português (Brasil)", "ltr"),
        ("ru", "ru", "Русский", "ltr"),
        ("ur", "ur", "اردو", "rtl"),
    ],
)
def test_a_language_has_its_own_name_and_direction(
    code: str, tag: str, name: str, direction: str
) -> None:
    """The name with which its readers call it, and the way its script runs."""
    locale = Locale(code)
    assert (locale.tag, locale.name, locale.direction) == (tag, name, direction)


def test_a_script_is_part_of_the_name() -> None:
    """Simplified Chinese is told from Chinese."""
    assert Locale("zh_Hans").name.startswith("中文")
    assert Locale("zh_Hans").name != Locale("zh").name


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("en", "November 5, 2026"),
        ("de", "5. November 2026"),
        ("fr", "5 novembre 2026"),
        ("pl", "5 listopada 2026"),
        ("pt_BR", "5 de novembro de 2026"),
        ("ja", "2026年11月5日"),
        ("hi", "5 नवंबर 2026"),
        ("fa", "۵ نوامبر ۲۰۲۶"),  # CLDR's default digits
        ("bn", "৫ নভেম্বর, ২০২৬"),
    ],
)
def test_a_date_is_written_out(code: str, written: str) -> None:
    """With the month's name in the case that the language wants."""
    assert Locale(code).date(date(2026, 11, 5)) == written


@pytest.mark.parametrize(
    ("code", "written"),
    [
        *(("en", "50%"), ("de", "50 %"), ("fr", "50 %"), ("ja", "50%"), ("pl", "50%")),
        *(("fa", "۵۰٪"), ("bn", "৫০%"), ("ar", "50%")),
    ],
)
def test_a_percentage_is_written_as_the_language_writes_it(code: str, written: str) -> None:
    """With a space before the sign or without, whichever space CLDR takes."""
    assert unicodedata.normalize("NFKC", Locale(code).percent(50)) == written


@pytest.mark.parametrize(
    ("code", "name"), [("fr", "Français"), ("ka", "ქართული"), ("ja", "日本語")]
)
def test_a_languages_own_name_begins_with_a_capital_of_its_script(code: str, name: str) -> None:
    """Georgian has capitals, but writes whole words in them."""
    assert (Locale(code).name, Locale(code).language) == (name, name)
