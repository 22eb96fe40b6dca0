"""Plain text: its rules, and that no word is lost."""

import re

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from hypothesis import given
from hypothesis import strategies as st

from cellulite_content.pipeline.importing.plain_text import read_plain_text
from cellulite_content.pipeline.importing.writing.article_text import write_article
from cellulite_content.pipeline.importing.writing.structure import read_structure
from support.samples import FUZZ

LETTERS = st.text("abcXYZ *_`|\\:.-=•<>#[]1()+~'\"—–", min_size=1, max_size=25)


def written(text: str) -> str:
    """The article of a text."""
    structure = read_structure({}, read_plain_text(text), "File")
    return write_article(structure, "articles/x", "2026-01-01", lambda address: ("", b"")).text


def shown(article: str) -> list[str]:
    """The words that docutils reads in an article, from its title on.

    A message of the first level, as on two headings with equal words, is no complaint.
    """
    tree = publish_doctree(article, settings_overrides={"report_level": 5})
    messages = list(tree.findall(nodes.system_message))
    assert [each.astext() for each in messages if each["level"] > 1] == []
    for each in [*messages, *tree.findall(nodes.docinfo)]:
        each.parent.remove(each)
    return re.findall(r"\w+", " ".join(each.astext() for each in tree.findall(nodes.Text)))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("A Title\n\nA line,\nand more.\n", ["A Title", "=======", "", "A line, and more."]),
        ("One\n===\n\nTwo\n---\n\nText.", ["One", "====", "", "Two", "----", "", "Text."]),
        ("T\n\nA list:\n• a\n• b\n", ["T", "====", "", "A list:", "", "* a", "* b"]),
        (
            "T\n\n- a\n    1. b\n       more\n    2) c\n- d\n",
            ["T", "====", "", "* a", "", "  1. b more", "  2. c", "", "* d"],
        ),
        ("T\n\n1998. A year\n", ["T", "====", "", "1998. A year"]),
        (
            "T\n\nIs it short?\n\nText.",
            ["T", "====", "", "Is it short?", "------------", "", "Text."],
        ),
        ("T\n\nA sentence is no heading.\n", ["T", "====", "", "A sentence is no heading."]),
        ("T\n\n1. One\n\nText.", ["T", "====", "", "1\\. One", "-------", "", "Text."]),
        ("T\n\n1. One\n\n2. Two\n\nText.", ["T", "====", "", "1. One", "2. Two", "", "Text."]),
        (
            "題\n\n　上の行\n下の行。\n\n・一\n・二\n\n１．甲\n２．乙\n",
            ["題", "====", "", "上の行 下の行。", "", "* 一", "* 二", "", "1. 甲", "2. 乙"],
        ),
        ("T\n\n・・・そして。", ["T", "====", "", "・・・そして。"]),
        ("T\n\n○○○さん、\n○さん。\n\n● 甲", ["T", "====", "", "○○○さん、 ○さん。", "", "* 甲"]),
        ("T\n\n■一\n■二\n\n○さん。", ["T", "====", "", "* 一", "* 二", "", "○さん。"]),
        (
            "T\n\n上の行、\n・・・\n・中の行\n12、下の行。\n",
            ["T", "====", "", "上の行、 ・・・ ・中の行 12、下の行。"],
        ),
        ("T\n\n上の行：\n・一\n・二\n", ["T", "====", "", "上の行：", "", "* 一", "* 二"]),
        ("T\n\n題名\n---\n・一\n", ["T", "====", "", "題名", "----", "", "* 一"]),
        ("T\n\n2024、平成の話です。", ["T", "====", "", "2024、平成の話です。"]),
        ("T\n\n*\n\nText.", ["T", "====", "", "\\*", "", "Text."]),
    ],
)
def test_rules(text: str, lines: list[str]) -> None:
    """Headings by their looks, items, numbers that go on, lines that are joined."""
    assert written(text).splitlines()[2:] == lines


@pytest.mark.slow
@FUZZ
@given(st.lists(st.one_of(LETTERS, st.just(""), st.just("-----"), st.just("- item")), max_size=12))
def test_no_word_is_lost(lines: list[str]) -> None:
    """Whatever signs a text has: docutils reads its words in order, without a complaint."""
    text = "\n".join(["Title", "=====", "", *lines, "", "Last words."])
    numbers = re.compile(r"^ *\d+[.)] +(?=\S)", re.MULTILINE)  # marks of items are no words
    expected = re.findall(r"\w+", re.sub(r"\b_+\b", " ", numbers.sub(" ", text)))
    assert [each.strip("_") for each in shown(written(text)) if each.strip("_")] == [
        each.strip("_") for each in expected if each.strip("_")
    ]
