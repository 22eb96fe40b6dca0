"""Damaged and hostile bundles: a `DataError` that says how to fix them, and nothing else."""

import zipfile
from collections.abc import Callable, Iterator
from importlib.machinery import PathFinder
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cellulite_content import Content, DataError
from support.loader.bundles import NAME, REVISION, files, reading, write

GOOD = files()
NAMES = ("bundle.txt", f"{NAME}/de.txt", f"{NAME}/en.txt", f"{NAME}/structure.txt")
pytestmark = pytest.mark.filterwarnings("ignore:content built by")


def _use(one: Content) -> None:
    """Every public operation, on every article in every language."""
    for name in one.articles():
        for wanted in (*one.languages(), "zh-TW", "de-AT, *;q=0", "ar-x-y"):
            one.match(wanted)
            article = one.load(wanted, article=name)
            assert article.title.source
            for node in article.walk():
                _ = node.text.source, node.text.lang.dir, node.text.__html__(), repr(node)
                if node.anchor:
                    article.section(node.anchor)
            _ = article.description, article.missing, article.date, article.state, repr(article)
            for make in (article.plain, article.html, article.markdown, article.to_dict):
                make()
            one.translations(wanted, article=name)


def _complaint(one: Content) -> str:
    """What the `DataError` says that the bundle raises, in one line; empty if all works."""
    try:
        _use(one)
    except DataError as error:
        said = str(error)
    else:
        return ""
    assert "run `cellulite-content build --formats bundle`" in said
    assert said.isprintable()
    assert len(said) < 300
    return said


def _error(found: dict[str, bytes]) -> str:
    """The complaint about these files, which must be one."""
    said = _complaint(reading(found))
    assert said
    return said


def _changed(name: str, data: bytes) -> dict[str, bytes]:
    return {**GOOD, name: data}


def test_the_good_bundle_is_good() -> None:
    """What the other tests damage works."""
    _use(reading(GOOD))


@pytest.mark.parametrize("name", NAMES)
def test_a_file_cut_at_any_byte(name: str) -> None:
    """No beginning of a file passes for the whole, not even whole lines of it."""
    whole = GOOD[name]
    for end in range(len(whole)):
        assert name in _error(_changed(name, whole[:end])), end


@pytest.mark.parametrize("name", NAMES)
def test_a_file_without_any_one_line(name: str) -> None:
    """A lost line, or one said twice, is a wrong count."""
    lines = GOOD[name].split(b"\n")[:-1]
    for at in range(1, len(lines)):
        without = [*lines[:at], *lines[at + 1 :], b""]
        twice = [*lines[:at], lines[at], *lines[at:], b""]
        for damaged in (without, twice):
            assert name in _error(_changed(name, b"\n".join(damaged)))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "count", [b"", b"0", b"-1", b"1", b"999999999", b"9" * 100_000, b"1e3", b"\xd9\xa1", b"nan"]
)
def test_a_wrong_count(name: str, count: bytes) -> None:
    """No number, a huge number, and one digit more than a number may have."""
    head, _, rest = GOOD[name].partition(b"\n")
    wrong = head.rpartition(b"\t")[0] + b"\t" + count + b"\n" + rest
    assert name in _error(_changed(name, wrong))


WHOLE: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda data: b"",
    "another format": lambda data: data.replace(b"\t2\t", b"\t1\t", 1),
    "no format": lambda data: data.replace(b"\t2\t", b"\t\t", 1),
    "a byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "UTF-16": lambda data: data.decode().encode("utf-16"),
    "Latin-1": lambda data: data.replace(b"\n", b"\xe4\n", 1),
    "half a character": lambda data: data[:-1] + b"\xe2\x82\n",
    "a surrogate": lambda data: data[:-1] + b"\xed\xa0\x80\n",
    "an overlong slash": lambda data: data[:-1] + b"\xc0\xaf\n",
    "NUL": lambda data: data[:-1] + b"\0\n",
    "CRLF": lambda data: data.replace(b"\n", b"\r\n"),
    "CR": lambda data: data.replace(b"\n", b"\r"),
    "empty lines": lambda data: data + b"\n" * 1000,
    "a huge line": lambda data: data + b"x" * 1_000_000 + b"\n",
    "tabs": lambda data: data + b"\t" * 100_000 + b"\n",
    "a million lines": lambda data: data + b"a\n" * 1_000_000,
    "no last line feed": lambda data: data[:-1],
    "no tabs": lambda data: data.replace(b"\t", b" "),
    "another kind": lambda data: b"x" + data,
    "HTML": lambda data: b"<!DOCTYPE html>\n<title>404</title>\n",
    "a pointer": lambda data: b"version https://git-lfs.github.com/spec/v1\n",
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("change", WHOLE.values(), ids=WHOLE)
def test_a_file_that_is_something_else(name: str, change: Callable[[bytes], bytes]) -> None:
    """Encodings, line ends, formats, sizes: each is named as the file that is wrong."""
    assert name in _error(_changed(name, change(GOOD[name])))


@pytest.mark.parametrize(
    "article",
    [
        *("../../etc/passwd", "/etc/passwd", "..", ".", "", "a/../b", "a//b", "a/", "./a"),
        *("..\\..\\windows", "C:\\windows", "C:walking", "\\\\host\\share", "file:///etc", "a\rb"),
        *("a\x1b[31mb", "a\x85b", "a\u2028b"),
    ],
)
def test_an_article_outside_of_the_bundle(article: str, tmp_path: Path) -> None:
    """A name that is a path out of the bundle is refused before anything is read."""
    asked: list[str] = []
    found = _changed("bundle.txt", GOOD["bundle.txt"].replace(b"resting", article.encode()))

    def read(name: str) -> bytes:
        asked.append(name)
        return found[name]

    with pytest.raises(DataError, match=r"bundle\.txt has an invalid article name") as caught:
        Content(read).load("de")
    assert asked == ["bundle.txt"]
    assert str(caught.value).isprintable()


def test_a_file_beside_the_bundle_is_not_read(tmp_path: Path) -> None:
    """On a real disk, with a good article lying where the path leads."""
    write(tmp_path / "outside")
    data = write(tmp_path / "pages" / "data")
    (tmp_path / "pages" / "__init__.py").touch()
    head = (data / "bundle.txt").read_bytes()
    for path in ("../../outside/walking", str(tmp_path / "outside" / "walking")):
        (data / "bundle.txt").write_bytes(head.replace(b"resting", path.encode()))
        one = Content(PathFinder.find_spec("pages", [str(tmp_path)]))
        with pytest.raises(DataError, match="has an invalid article name"):
            one.load("de", article=path)


@pytest.mark.slow
def test_a_zip_damaged_at_any_byte(tmp_path: Path) -> None:
    """What a broken archive raises of its own, in its directory or its data, is a `DataError`."""
    folder = write(tmp_path / "files")
    path = tmp_path / "pages.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("pages/__init__.py", "")
        for each in sorted(folder.rglob("*.txt")):
            archive.write(each, f"pages/data/{each.relative_to(folder)}")
    spec = PathFinder.find_spec("pages", [str(path)])
    whole = path.read_bytes()
    complaints = set()
    for at in range(0, len(whole), 3):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x15]) + whole[at + 1 :])
        complaints.add(_complaint(Content(spec)))
    for end in range(0, len(whole), 50):
        path.write_bytes(whole[:end])
        complaints.add(_complaint(Content(spec)))
    assert len(complaints) > 5


def _lines(name: str, *pairs: tuple[str, str]) -> dict[str, bytes]:
    """The good files, in one of which these words are other ones."""
    text = GOOD[name].decode()
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return _changed(name, text.encode())


BUNDLE, TREE = "bundle.txt", f"{NAME}/structure.txt"
FACTS = {
    "a tag that is a path": (BUNDLE, "\tde\tltr", "\t../de\tltr"),
    "a tag that is absolute": (BUNDLE, "\tde\tltr", "\t/de\tltr"),
    "an empty tag": (BUNDLE, "\tde\tltr", "\t\tltr"),
    "a tag with a space": (BUNDLE, "\tde\tltr", "\tde de\tltr"),
    "a tag in other letters": (BUNDLE, "\tde\tltr", "\tдe\tltr"),
    "a language twice": (BUNDLE, "\tar\trtl", "\tDE\trtl"),
    "a direction": (BUNDLE, "\trtl\t", "\tttb\t"),
    "a state": (BUNDLE, "\treviewed", "\tperfect"),
    "an article twice": (BUNDLE, "article\tresting", f"article\t{NAME}"),
    "a source that is not there": (BUNDLE, "source\ten", "source\tfr"),
    "two sources": (BUNDLE, "article\tresting", "source\tde"),
    "a kind of line": (BUNDLE, "article\tresting", "secret\tresting"),
    "an alias of nothing": (BUNDLE, "article\tresting", "alias\tresting"),
    "a negative unit": (TREE, "\t13\t", "\t-1\t"),
    "a unit 0": (TREE, "\t13\t", "\t0\t"),
    "a unit behind the end": (TREE, "\t13\t", "\t14\t"),
    "a huge unit": (TREE, "\t13\t", f"\t{'9' * 4000}\t"),
    "a hugest unit": (TREE, "\t13\t", f"\t{'9' * 9000}\t"),
    "a unit with a sign": (TREE, "\t13\t", "\t+13\t"),
    "a unit with spaces": (TREE, "\t13\t", "\t 13\t"),
    "a unit with a low line": (TREE, "\t13\t", "\t1_3\t"),
    "a unit in other digits": (TREE, "\t13\t", "\t١٣\t"),
    "a unit with a point": (TREE, "\t13\t", "\t13.0\t"),
    "an id twice": (TREE, "\twhy/item-2\t", "\twhy/item-1\t"),
    "a unit with two ids": (TREE, "\t7\twhy/item-2\t", "\t6\twhy/item-2\t"),
    "an anchor twice": (TREE, "\tfootnote-1\t", "\tfootnote-1\twhy"),
    "another root": (TREE, "0\tarticle", "0\tsection"),
    "no root": (TREE, "0\tarticle", "1\tarticle"),
    "a negative depth": (TREE, "0\tarticle", "-1\tarticle"),
    "a depth in other digits": (TREE, "0\tarticle", "٠\tarticle"),
    "no depth": (TREE, "0\tarticle", "\tarticle"),
    "a jump": (TREE, "4\tcell\t8", "6\tcell\t8"),
    "a field too many": (TREE, "2\ttable", "2\ttable\t"),
    "a field of the next line": (TREE, "2\ttable\t\t\t\t\n", "2\ttable\t\t\t\n\t"),
}


@pytest.mark.parametrize("fact", FACTS.values(), ids=FACTS)
def test_a_fact_that_cannot_be(fact: tuple[str, str, str]) -> None:
    """Lines of the right form that say what no build says."""
    name, *pair = fact
    assert name in _error(_lines(name, (pair[0], pair[1])))


def test_a_bundle_of_one_node_above_the_root() -> None:
    """A negative depth alone in its file."""
    data = f"structure\t2\t{REVISION}\t2026-11-22\t1\n-5\tarticle\t\t\t\t\n".encode()
    assert TREE in _error(_changed(TREE, data))


@pytest.mark.parametrize(("depth", "good"), [(64, True), (65, False), (100_000, False)])
def test_a_deep_structure(depth: int, good: bool) -> None:
    """64 levels are rendered; more are refused, before they exhaust the stack."""
    rows = [f"{level}\t{'section' if level else 'article'}\t\t\t\t" for level in range(depth + 1)]
    head = f"structure\t2\t{REVISION}\t2026-11-22\t{len(rows)}"
    found = _changed(TREE, ("\n".join([head, *rows]) + "\n").encode())
    if good:
        _use(reading(found))
    else:
        assert TREE in _error(found)


def _with_aliases(pairs: Iterator[tuple[str, str]]) -> Content:
    lines = GOOD[BUNDLE].decode().split("\n")[1:-1]
    lines = [line for line in lines if not line.startswith("alias")]
    lines += ["\t".join(("alias", *pair)) for pair in pairs]
    head = f"bundle\t2\t0.1.0\t{REVISION}\t{len(lines)}"
    return reading(_changed(BUNDLE, ("\n".join([head, *lines]) + "\n").encode()))


@pytest.mark.parametrize(
    "pairs",
    [
        [("x", "x")],
        [("x", "y"), ("y", "x")],
        [("x", "y"), ("y", "z"), ("z", "x")],
        [("x", "x-x")],
        [("x", "x-x"), ("x-x", "x-x-x"), ("x-x-x", "x")],
        [("-".join("x" * n), "-".join("x" * m)) for n in range(1, 9) for m in range(1, 9)],
        [(f"x{n}", f"x{n + 1}") for n in range(100_000)],
        [("x", "*")],
        [("x", "")],
        [("x", "-")],
        [("x", "../../etc/passwd")],
        [("x", "y" * 1_000_000)],
    ],
    ids=lambda pairs: str(pairs[:3])[:40],
)
def test_aliases_that_lead_nowhere(pairs: list[tuple[str, str]]) -> None:
    """Rings, growing names and rubbish end, with a published language or none."""
    one = _with_aliases(iter(pairs))
    for wanted in ("x", "x-x-x-x-x-x-x-x-x", "x0", "x;q=0, de", ["x-x-x-x-x-x-x-x-x"] * 1000):
        assert one.match(wanted) in (None, *one.languages())
    assert one.match("de-AT") == "de"


# Of our own make, and trusted to be safe; but that it is whole is not taken for granted.
MARKUP = [
    *("<em>open", "closed</em>", "<em><strong>crossed</em></strong>", "<", "</", "<!", "<!--"),
    *("<![CDATA[x]]>", "<![x[y]]>", "<!DOCTYPE", "<?x", "&", "&#x110000;", "&#99999999999;", "&x"),
    *("<a href=", '<a href="#note-1', "<a href>x</a>", "<code>`</code>", "<sup>[^1]</sup>"),
    *("<script>", "<title>", "<plaintext>", "<em " + "x " * 1000, "<" * 1000, "<em>" * 1000),
    *("<em>" * 200 + "</em>" * 200, "\x01em\x02x\x03", "\x01", "\\", "\\\\\\", "\\n" * 1000),
]


@pytest.mark.parametrize("markup", MARKUP)
def test_markup_that_is_not_well_formed(markup: str) -> None:
    """Every rendering works, or says which package to fix."""
    units = GOOD[f"{NAME}/de.txt"].decode().replace("Warum", f"Warum\t{markup}")
    one = reading(_changed(f"{NAME}/de.txt", units.encode()))
    _complaint(one)
    assert "Warum" in one.load("de").plain()


# Whatever may happen to a file


def _flipped(draw: Callable[..., int], data: bytearray) -> None:
    data[draw(st.integers(0, len(data) - 1))] ^= 1 << draw(st.integers(0, 7))


def _cut(draw: Callable[..., int], data: bytearray) -> None:
    at = draw(st.integers(0, len(data) - 1))
    del data[at : at + draw(st.integers(1, 40))]


def _put(draw: Callable[..., bytes], data: bytearray) -> None:
    junk = st.binary(max_size=6) | st.sampled_from(
        [b"\n", b"\t", b"0", b"-1", b"\0", b"\\", b"<", b"../", b"\r", "١".encode(), b"9" * 50]
    )
    at = draw(st.integers(0, len(data)))  # type: ignore[arg-type]
    data[at:at] = draw(junk)


def _swapped(draw: Callable[..., int], data: bytearray) -> None:
    lines = bytes(data).split(b"\n")
    at, to = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
    lines[at], lines[to] = lines[to], lines[at]
    data[:] = b"\n".join(lines)


def _shuffled(draw: Callable[..., int], data: bytearray) -> None:
    """Two fields change places."""
    lines = [line.split(b"\t") for line in bytes(data).split(b"\n")]
    at, to = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
    one, other = draw(st.integers(0, 5)), draw(st.integers(0, 5))
    if one < len(lines[at]) and other < len(lines[to]):
        lines[at][one], lines[to][other] = lines[to][other], lines[at][one]
    data[:] = b"\n".join(b"\t".join(line) for line in lines)


MUTATIONS = st.sampled_from([_flipped, _cut, _put, _swapped, _shuffled])


def _works_or_says_so(found: dict[str, bytes]) -> None:
    """Every operation works, or raises a `DataError` of one line; only the bundle is read."""
    asked: list[str] = []

    def read(name: str) -> bytes:
        asked.append(name)
        return found[name]

    _complaint(Content(read))
    assert not [name for name in asked if ".." in name or name.startswith("/") or "\\" in name]


@given(st.data())
def test_any_mutation_works_or_says_so(data: st.DataObject) -> None:
    """One to four bytes, lines or fields changed, lost or put in, in one file or several."""
    found = dict(GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        name = data.draw(st.sampled_from(NAMES))
        if changed := bytearray(found[name]):
            data.draw(MUTATIONS)(data.draw, changed)
            found[name] = bytes(changed)
    _works_or_says_so(found)


@given(st.sampled_from(NAMES), st.binary(max_size=400))
def test_any_bytes_work_or_say_so(name: str, junk: bytes) -> None:
    """A file of random bytes; and random bytes behind a good first line."""
    head = GOOD[name].partition(b"\n")[0] + b"\n"
    for data in (junk, head + junk, head + junk + b"\n"):
        _works_or_says_so(_changed(name, data))


FIELDS = st.sampled_from(["", "0", "1", "2", "13", "-1", "article", "heading", "row", "de", "x/y"])
ROWS = st.lists(st.lists(FIELDS | st.text(max_size=5), min_size=6, max_size=6), max_size=8)


@given(ROWS)
def test_any_rows_make_a_tree_or_say_so(rows: list[list[str]]) -> None:
    """A structure of the right size with whatever fields."""
    lines = ["0\tarticle\t\t\t\t", *("\t".join(row) for row in rows)]
    head = f"structure\t2\t{REVISION}\t2026-11-22\t{len(lines)}"
    data = ("\n".join([head, *lines]) + "\n").encode("utf-8", "replace")
    _works_or_says_so(_changed(TREE, data))
