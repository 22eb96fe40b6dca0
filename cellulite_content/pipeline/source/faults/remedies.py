"""The kinds of faults of sources, and what to do about those that Sphinx and docutils report."""

from __future__ import annotations

import re

REFUSAL_TYPE = "cellulite-refusal"
"""The type, in Sphinx's sense, of the warnings with which our own directives refuse something. The
subtype is the kind."""

OTHER_KIND = "others"

_PATH = "it is relative to the document, or with a slash in front to the folder of the sources"
_MISSING_FILE = f"correct the path: {_PATH}"
_BLANK_LINE = "put a blank line there, or correct the indent"
_CLOSE = "end the markup, or write a backslash in front of its beginning"

_KNOWN = tuple(
    (re.compile(pattern), kind, remedy)
    for kind, entries in {
        "unknown roles": (
            (
                r"Unknown interpreted text role \".*?\"\.",
                "correct its name, or define it with `.. role::`",
            ),
            (
                r"Interpreted text role \".*?\" not implemented\.",
                "docutils only names it; write the text without the role",
            ),
            (r"No default role|Unknown directive.*role", "name a role that exists"),
        ),
        "unknown directives": (
            (
                r"Unknown directive type:? [\"'].*?[\"']\.?",
                "correct its name, or write the text without it",
            ),
        ),
        "unknown targets": (
            (
                r"Unknown target name: \".*?\"\.",
                "correct the name, or set `.. _name:` at the place",
            ),
            (r"Indirect hyperlink target .*", "correct the name, or set `.. _name:` at the place"),
            (r"Anonymous hyperlink mismatch: [^.]*\.", "give each `__` link a `__` address"),
            (
                r"Undefined substitution referenced: \".*?\"\.",
                "define it with `.. |name| replace::`",
            ),
            (r"(undefined|unknown) label: .*", "correct the name, or set `.. _name:` at the place"),
            (r".*\bthe link leads to .*", ""),
            (
                r"'myst' cross-reference target not found: .*|Unknown source document .*"
                r"|local id not found in doc .*",
                "correct the name, or set `(name)=` above the place",
            ),
            (
                r"more than one target found for 'myst' .*",
                "name what it leads to: {ref}`words <place>`, {doc}`words <document>`",
            ),
            (r"Failed to create a cross reference.*", "write `` :ref:`words <label>` ``"),
            (r"unknown document: .*", f"correct the name: {_PATH}, without a suffix"),
            (r"term not in glossary: .*", "correct it, or add it to a `glossary`"),
            (
                r"equation not found: .*|(unknown|undefined) .*|.* reference target not found: .*",
                "correct the name, or define what it leads to",
            ),
            (r"citation not found: .*", "correct its name, or add `.. [name]` with its text"),
            (r"(Citation|Footnote) \[.*?\] is not referenced\.", "refer to it, or delete it"),
            (
                r"Too many autonumbered footnote references: .*?\.$|Too many symbol footnote .*",
                "add a note for each reference; use named notes (`[#name]_`)",
            ),
        ),
        "missing files": (
            (
                r"(html_static_path|html_extra_path|templates_path) entry .* does not exist",
                "create this folder beside conf.py, or remove the entry",
            ),
            (
                r"(image|download) file not readable: .*",
                f"{_MISSING_FILE}; in reStructuredText, write a space in it as `\\ `",
            ),
            (r"Include file .* not found.*|.*: No such file or directory.*", _MISSING_FILE),
            (
                r"toctree contains (reference to|ref to)? ?nonexisting (document|file).*",
                f"correct the name: {_PATH}, without a suffix",
            ),
            (
                r"circular toctree references detected, ignoring: .*",
                "remove one of these entries from its list",
            ),
            (
                r"toctree glob pattern .* didn't match any documents",
                "correct the pattern, or remove it",
            ),
            (
                r"document isn't included in any toctree.*",
                "list it in a `toctree`, or begin it with `:orphan:`",
            ),
        ),
        "headings": (
            (
                r"Non-consecutive header level increase; .*|Document headings start at .*",
                "write one `#` more than the heading above has",
            ),
            (
                r"toctree contains reference to (document )?'.*?' that doesn't have a title.*",
                "begin that document with a heading",
            ),
            (
                r"Title (overline|underline).*?(short|mismatch|missing)\.|Title overline .*?\.",
                "make the line as long as the heading",
            ),
            (
                r"Title level inconsistent:?",
                "underline headings of one level with one character, and leave no level out",
            ),
            (
                r"Inconsistent title style: skip from level \d+ to \d+\.",
                "underline headings of one level with one character, and leave no level out",
            ),
            (
                r"Unexpected section title( or transition)?\.|"
                r"(Document|Document or section) may not (begin|end) with a transition\.|"
                r"At least one body element must separate transitions.*?\.",
                "move it between two paragraphs of a section",
            ),
        ),
        "double names": (
            (
                r"Duplicate (explicit|implicit)? ?target name(, cannot be used.*?)?: \".*?\"\.",
                "rename one of the two",
            ),
            (r"[Dd]uplicate .*", "rename one of the two"),
        ),
        "inline markup": (
            (r"Inline [\w ]+ start-string without end-string\.", _CLOSE),
            (r"(Mismatch: both interpreted text role|Multiple roles) .*", _CLOSE),
        ),
        "indents and blank lines": (
            (r".* ends without a blank line; unexpected unindent\.", _BLANK_LINE),
            (r"Unexpected indentation\.|Unexpected .* indent.*", _BLANK_LINE),
            (r"Literal block expected; none found\.", "indent the lines behind `::`"),
            (
                r"(Blank line missing|Blank line required|Inconsistent literal block quoting).*",
                _BLANK_LINE,
            ),
        ),
        "tables": (
            (r"Malformed table\..*?\.", "correct the lines of the table"),
            (
                r"Error parsing content block for the \"[\w-]*table\" directive: .*",
                "correct the table",
            ),
        ),
        "directives": (
            (r"invalid line number spec: .*", "write lines such as `1,3-5`"),
            (r"Error in \"[\w:-]+\" directive: .*?\.(?= \.\.|$)", "correct the directive"),
            (
                r"Content block expected for the \"[\w:-]+\" directive; none found\.",
                "indent its text below it, behind a blank line",
            ),
            (r"the directive '.*", ""),
        ),
        "settings": (
            (
                r"The `\w+` extension is (enabled, but|deprecated).*",
                "remove it from myst_enable_extensions in conf.py",
            ),
        ),
        "fields": (
            (r".*\bno edition (shows the field|has the meta value) .*", ""),
            (r"Cannot extract .*bibliographic field .*?\.", "fill it in, or delete it"),
        ),
        "code": (
            (r"Pygments lexer name .*", "name one of Pygments, such as `python`, or `text`"),
            (r"Lexing literal_block .*", "correct the code, or name `text` as its language"),
        ),
        "pictures": ((r".*\bthe picture .*", ""),),
        "formulas": ((r".*\bthe formula .*", ""),),
        "file names": (
            (r".*\bits book (and its data )?would .*", ""),
            (r".*\bits name has '.*', which the addresses .*", ""),
        ),
        "sizes": ((r".*\bthe document has [\d,]+ messages.*", ""),),
        "raw output": (
            (
                r"raw \(and derived\) roles disabled",
                "no edition shows it; write the text without the role, or use the directive `raw`",
            ),
        ),
    }.items()
    for pattern, remedy in entries
)
"""Patterns of texts, with their kind and the remedy; the first that matches counts. What docutils
writes behind the pattern is the directive itself."""


def described(text: str) -> tuple[str, str]:
    """The text of a fault with the remedy behind it, and the fault's kind."""
    for pattern, kind, remedy in _KNOWN:
        if match := pattern.match(text):
            if not remedy:
                return text, kind
            return f"{match[0].strip().rstrip('.')}; {remedy}", kind
    return f"{text}; fix the source", OTHER_KIND
