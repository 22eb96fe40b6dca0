"""Settings with any value of TOML: a right one is used, and a wrong one is one line with its place.

At the command's door, by `status`.
"""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cellulite_content.cli.commands import command
from cellulite_content.pipeline.errors import ProjectError
from cellulite_content.pipeline.files.names import harmful_character
from cellulite_content.pipeline.files.printable import is_hidden
from cellulite_content.pipeline.gate import run
from cellulite_content.pipeline.model.project import load_project
from cellulite_content.pipeline.model.report import Report
from cellulite_content.pipeline.model.settings import MAX_NAMES
from cellulite_content.pipeline.model.unit import Source

PROJECT_KEYS = (
    "title source source-language locales build bundle site-url corrections errata largest-catalog "
    "covers bilingual licence licence-url"
).split()
LOCALE_KEYS = ["publish", "state", "origin", "translators", "reviewers", "reviewed", "links"]
SETTINGS = "[tool.cellulite-content]\n"


class Raw(str):
    """A value that is written as it is: TOML without a simple type in Python."""

    __slots__ = ()


odd_texts = st.sampled_from(
    [
        *("", " ", "..", "/", "docs", "a/../../b", "de", "en", "und", "EN", "draft", "reviewed"),
        *("a\x1b[31mb", "a\nb", "a\u202eb", "a\ufffeb", "a\U000e0041b", "x" * 10_000, "a\0b"),
        *("javascript:alert(1)", "https://a.example/", "https://a.example/ <script>"),
        "mailto:a@a.example",
    ]
)
texts = st.text(st.characters(codec="utf-8"), max_size=20) | odd_texts
raw_values = st.sampled_from(
    ["2026-11-22", "07:32:00", "2026-11-22T07:32:00Z", "1e400", "9" * 5000, "0x" + "f" * 9999]
)
values: st.SearchStrategy[Any] = st.recursive(
    st.booleans() | st.integers(-(10**30), 10**30) | st.floats() | raw_values.map(Raw) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
examples = settings(max_examples=25, suppress_health_check=list(HealthCheck))


def quoted(text: str) -> str:
    """A string of TOML, with an escape for each unusual character."""
    signs = (sign if sign.isascii() and sign.isalnum() else f"\\U{ord(sign):08X}" for sign in text)
    return f'"{"".join(signs)}"'


def toml(value: Any) -> str:
    """A value in TOML."""
    if isinstance(value, Raw):
        return str(value)
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, dict):
        pairs = ", ".join(f"{quoted(key)} = {toml(part)}" for key, part in value.items())
        return f"{{ {pairs} }}"
    return f"[{', '.join(map(toml, value))}]"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a project that is written anew for each example."""
    folder = tmp_path_factory.mktemp("project") / "inner"
    (folder / "locales").mkdir(parents=True)
    return folder


@pytest.fixture(scope="module", autouse=True)
def no_gate() -> Iterator[None]:
    """`status` with the gate left out: settings are read before it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "compile_all", lambda *_, **__: Report(Source(())))
        yield


def write(root: Path, settings_text: str = SETTINGS, locales: str = "[de]\n") -> None:
    """Write the two files."""
    (root / "pyproject.toml").write_text(settings_text, encoding="utf-8")
    (root / "locales/locales.toml").write_text(locales, encoding="utf-8")


def status(root: Path) -> str:
    """What `status` says of a mistake: one visible line; empty when there is none."""
    result = CliRunner().invoke(command, ["--project", str(root), "status"])
    assert isinstance(result.exception, SystemExit | None), result.exception
    assert result.exit_code in (0, 2)
    if result.exit_code == 0:
        return ""
    (line,) = result.stderr.splitlines()
    assert not any(map(is_hidden, line))
    assert len(line) < 700
    return line.removeprefix("cellulite-content: ")


def is_placed(root: Path, file: str, line: str) -> bool:
    """Whether the line begins with the file, and has its number where it is known."""
    return re.match(rf"{re.escape(str(root / file))}(:[1-9]\d*)?: .+", line) is not None


@pytest.mark.parametrize("key", PROJECT_KEYS)
@examples
@given(value=values)
def test_any_value_of_a_setting(root: Path, key: str, value: Any) -> None:
    """`status` works with it, or says in one line which file is wrong."""
    write(root, f"{SETTINGS}{key} = {toml(value)}\n")
    line = status(root)
    if line:
        # Another folder has no list of locales, and another language may be that of the table.
        file = "locales" if "no such file" in line or "[de] is the" in line else "pyproject.toml"
        assert is_placed(root, file, line) or key == "locales", line
        return
    project = load_project(root)
    shown = project.title, project.site_url, project.corrections, project.licence
    assert not any(map(harmful_character, shown))


@pytest.mark.parametrize("key", LOCALE_KEYS)
@examples
@given(value=values)
def test_any_value_of_a_locale(root: Path, key: str, value: Any) -> None:
    """Also where only a table or a list is right."""
    write(root, locales=f"[de]\n{key} = {toml(value)}\n[fr]\n")
    line = status(root)
    assert not line or is_placed(root, "locales/locales.toml", line), line


@examples
@given(st.dictionaries(texts, values, max_size=4))
def test_any_tables(root: Path, tables: dict[str, Any]) -> None:
    """Names of tables and what replaces them, in both files."""
    text = "".join(f"{quoted(key)} = {toml(value)}\n" for key, value in tables.items())
    write(root, locales=text)
    line = status(root)
    assert not line or is_placed(root, "locales/locales.toml", line), line
    write(root, text + SETTINGS)
    line = status(root)
    assert not line or is_placed(root, "pyproject.toml", line), line
    write(root, f"tool = {toml(tables)}\n")
    assert is_placed(root, "pyproject.toml", status(root))


@examples
@given(st.text(st.characters(codec="utf-8")) | st.binary())
def test_any_bytes(root: Path, data: str | bytes) -> None:
    """Files that are no TOML, and no UTF-8."""
    for file in ("pyproject.toml", "locales/locales.toml"):
        write(root)
        (root / file).write_bytes(data if isinstance(data, bytes) else data.encode())
        line = status(root)
        assert not line or is_placed(root, file, line), line


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x = " + "[" * 100_000, "nested too deeply"),
        ("x = " + "[{a=" * 5000, "nested too deeply"),
        ("x = " + "[" * 300 + "]" * 300, ""),
        ("x" + ".a" * 30_000 + " = 1", "more than 32 parts"),
        ("[x" + ".a" * 30_000 + "]", "more than 32 parts"),
        ("x = {" + "a." * 30_000 + "a = 1}", "more than 32 parts"),
        ('"x"' + '."a"' * 30_000 + " = 1", "more than 32 parts"),
        ("x" + " . a" * 30_000 + " = 1", "more than 32 parts"),
        ("x = " + "9" * 100_000, "digits"),
        ('x = """' + "\n" * 10_000, "Unterminated string"),
        ("a" * 300_000 + " = 1", ""),
        ("\n".join(f"[x.a{n}]" for n in range(20_000)), ""),
        ("x = [" + "1," * 100_000, "Invalid value"),
        ("#" * 2_000_000, "more than 1 MB"),
    ],
    ids=range(14),
)
def test_files_that_cost_much_to_read(root: Path, text: str, words: str) -> None:
    """Nesting, long keys, long numbers and size are found at once."""
    start = time.process_time()
    for file in ("pyproject.toml", "locales/locales.toml"):
        write(root)
        with (root / file).open("a", encoding="utf-8") as stream:
            stream.write(f"\n{text}\n")
        line = status(root)
        assert words in line
        assert bool(line) or not words
    assert time.process_time() - start < 120


@pytest.mark.parametrize(
    ("locales", "line", "words"),
    [
        ("[en]\n", 1, "[en] is the language of the source, which has no catalogs; delete"),
        ("[de]\n\n[iw]\n[he]\n", 3, "[iw] is the same language as [he]; delete one"),
        ("[id]\n[in]\n", 2, "[in] is the same language as [id]"),
        ("[zh_CN]\n[zh_Hans_CN]\n", 2, "[zh_Hans_CN] is the same language as [zh_CN]"),
        ("[nb]\n[no]\n", 2, "[no] is the same language as [nb]"),
        ("[und]\n", 1, "'und' is no locale code"),
        ("[und_DE]\n", 1, "'und_DE' is no locale code"),
        ('["es_\u0664\u0661\u0669"]\n', 1, "is no locale code"),
        ("[DE]\n", 1, "'DE' is no locale code"),
        ("[de]\n[de]\n", 2, "Cannot declare"),
        ('[de]\n# names\ntranslators = ["A", ""]\n', 3, "[de] translators has an empty entry"),
        ('[de]\nreviewers = ["A\\u0007"]\n', 2, "reviewers contains the invisible character"),
        ('[de]\ntranslators = ["A\\nB"]\n', 2, "translators contains the line break U+000A"),
        ("[de]\norigin = { a = 1 }\n", 2, "[de] origin must be a text in quotation marks"),
        ('[de]\norigin = "LLM"\n', 2, "[de] origin must be one of people, language-model"),
        ("[de]\nreviewed = { a = 1 }\n", 2, "[de] reviewed must be a text in quotation marks"),
        ("[de]\n[de.origin]\na = 1\n", 1, "[de] origin must be a text in quotation marks"),
        ("[de]\npublish = 1_000_000_000\n", 2, "[de] publish must be a whole number"),
        ('[de]\nstate = ["draft"]\n', 2, "[de] state must be a text"),
        ('[de]\nlinks = "x"\n', 2, "[de.links] pairs an address"),
    ],
)
def test_the_line_of_a_mistake(root: Path, locales: str, line: int, words: str) -> None:
    """The message begins with path and line, and says what is wrong."""
    write(root, locales=locales)
    message = status(root)
    assert message.startswith(f"{root}/locales/locales.toml:{line}: ")
    assert words in message


def test_related_languages_are_different(root: Path) -> None:
    """Regions and scripts are languages of their own; so is Portuguese beside that of Brazil."""
    codes = "pt pt_BR pt_PT zh zh_Hans zh_Hant es es_419 sr sr_Latn en_GB de de_AT de_CH nn nb"
    write(root, locales="".join(f"[{code}]\n" for code in codes.split()))
    assert status(root) == ""


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ('source-language = "und"\n', "source-language: 'und' is no locale code"),
        ('source = ".."\n', "source must not be a folder above the project"),
        ('build = "/"\n', "build must not be a folder above the project"),
        ("title = 5\n", "title must be a text in quotation marks"),
        ('title = ""\n', "title must not be empty"),
        ('errata = "a#b"\n', "errata must be a list of texts"),
        ("errata = [1]\n", "errata must be a list of texts"),
        ('site-url = "javascript:alert(1)"\n', "site-url must be an https: or http: address"),
        ('licence-url = "//x"\n', "licence-url must be an https: or http: address"),
        ('corrections = "https://a.example/\\" x"\n', "corrections must be an https: or mailto:"),
        ("largest-catalog = 1025\n", "largest-catalog must be a whole number of megabytes from"),
    ],
)
def test_settings_that_are_refused(root: Path, setting: str, words: str) -> None:
    """Each with the line of the setting."""
    write(root, f"# first\n{SETTINGS}{setting}")
    message = status(root)
    assert message.startswith(f"{root}/pyproject.toml:3: ")
    assert words in message


def test_the_source_in_another_language(root: Path) -> None:
    """Its language has no table, whatever its name: `iw` is the old code of Hebrew."""
    write(root, f'{SETTINGS}source-language = "he"\n', "[de]\n[iw]\n")
    assert "locales.toml:2: [iw] is the language of the source" in status(root)


def test_as_many_translators_as_a_project_has(root: Path) -> None:
    """A thousand names are credited; a list that floods the page is refused."""
    for count, fault in ((MAX_NAMES, ""), (MAX_NAMES + 1, "more than 1000 entries")):
        write(root, locales=f"[de]\ntranslators = {toml(['A. Name'] * count)}\n")
        assert fault in status(root)
        assert bool(status(root)) is bool(fault)


def test_a_name_may_hold_markup_and_any_script(root: Path) -> None:
    """Pages escape it; joiners and direction marks belong to names."""
    names = ["<script>alert(1)</script>", "می\u200cتواند", "José \u200e(MX)", "O'Neil & Sons"]
    write(root, locales=f"[de]\ntranslators = {toml(names)}\n")
    (locale,) = load_project(root).locales
    assert locale.translators == tuple(names)


def test_a_missing_table(root: Path) -> None:
    """`tool` may be anything in another program's file."""
    for text in ("tool = 1\n", "[tool]\ncellulite-content = []\n", "[[tool]]\n", ""):
        write(root, text)
        with pytest.raises(ProjectError, match="has no table"):
            load_project(root)
