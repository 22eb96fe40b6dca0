"""Books for Kobo's own reader (kePub): each sentence has a place, which the device counts by.

The form is that of Kobo's own books, and of the program kepubify: paragraphs and their sentences
are numbered from 1 in each file (`kobo.2.1`), in spans inside two boxes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

_PART = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_NAME = re.compile(r"<(/?)([a-zA-Z0-9:]+)")
_END = re.compile(r"""[.!?؟।]+["'”’»)\]]*\s+|[。！？]+[」』）”’]*""")
"""The end of a sentence; a full stop inside of a word or a number ends none."""

_PARAGRAPHS = frozenset("blockquote dd dt figcaption h1 h2 h3 h4 h5 h6 li p pre td th".split())
_LEFT_OUT = frozenset("math pre script style svg".split())
_BODY = re.compile(r"(<body\b[^>]*>)(.*)(</body>)", re.DOTALL)
_BOXES = '<div id="book-columns"><div id="book-inner">'


def with_places(page: str) -> str:
    """A page of a book, which is well-formed XHTML, with a place around each sentence and image."""
    body = _BODY.search(page)
    if body is None:
        return page
    start, content, end = body.groups()
    shown = "".join(_marked(content))
    return f"{page[: body.start()]}{start}{_BOXES}{shown}</div></div>{end}{page[body.end() :]}"


def _marked(content: str) -> Iterator[str]:
    paragraph = sentence = 0
    left_out = 0  # open elements whose text is left as it is
    position = 0
    for tag in (*_PART.finditer(content), None):
        text = content[position : tag.start() if tag else len(content)]
        if text.strip() and not left_out:
            paragraph = max(1, paragraph)
            for words in _sentences(text):
                sentence += 1
                yield _place(paragraph, sentence, words)
        else:
            yield text
        if tag is None:
            return
        position = tag.end()
        match = _NAME.match(tag[0])
        closing, name = match.groups() if match else ("", "")
        if name in _PARAGRAPHS and not closing:
            paragraph, sentence = paragraph + 1, 0
        if name in _LEFT_OUT and not tag[0].endswith("/>"):
            left_out += -1 if closing else 1
        if name == "img":
            paragraph, sentence = paragraph + 1, 1
            yield _place(paragraph, sentence, tag[0])
        else:
            yield tag[0]


def _sentences(text: str) -> Iterator[str]:
    """The sentences of a text, each with the space behind it."""
    ends = [0, *(end.end() for end in _END.finditer(text)), len(text)]
    yield from filter(None, (text[start:end] for start, end in pairwise(ends)))


def _place(paragraph: int, sentence: int, content: str) -> str:
    return f'<span class="koboSpan" id="kobo.{paragraph}.{sentence}">{content}</span>'
