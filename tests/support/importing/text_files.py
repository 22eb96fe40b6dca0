"""Made documents as plain text, Markdown and HTML."""

from __future__ import annotations

import base64
import html
import re
from pathlib import Path

from .made_document import Block, MadeDocument, Run, png


def write_txt(path: Path, document: MadeDocument) -> None:
    """Plain text as people type it: lines of 60 letters, bullets, underlined headings."""
    lines = [document.title, "=" * len(document.title), ""]
    for block in document.blocks:
        if block.kind == "heading":
            text = block.runs[0].text
            lines += [text, "-" * len(text), ""]
        elif block.kind == "paragraph":
            lines += [*_wrapped(block.runs[0].text), ""]
        else:
            lines += [*_txt_list(block, ""), ""]
    path.write_text("\n".join(lines), encoding="utf-8")


def _wrapped(text: str) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        # A line of plain text that begins like an item would be one, for readers too.
        if len(f"{line} {word}") > 60 and word[0].isalpha():
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]


def _txt_list(block: Block, indent: str) -> list[str]:
    lines = []
    for number, item in enumerate(block.items, 1):
        mark = f"{number}. " if block.level else "• "
        lines.append(f"{indent}{mark}{item.runs[0].text}")
        if item.below:
            lines += _txt_list(item.below, f"{indent}    ")
    return lines


def write_md(path: Path, document: MadeDocument) -> None:
    """Markdown with notes, tables of pipes, and a picture beside it."""
    lines = [f"# {document.title}", ""]
    notes: list[str] = []
    for block in document.blocks:
        match block.kind:
            case "heading":
                lines.append(f"{'#' * (block.level + 1)} {_md(block.runs, notes)}")
            case "paragraph":
                lines.append(_md(block.runs, notes))
            case "picture":
                lines.append(f"![{block.runs[0].text}](dot.png)")
            case "table":
                rows = [f"| {' | '.join(map(_md_text, row))} |" for row in block.rows]
                lines += [rows[0], "|---" * len(block.rows[0]) + "|", *rows[1:]]
            case "list":
                lines += _md_list(block, "", notes)
        lines.append("")
    lines += [f"[^n{number}]: {_md_text(note)}\n" for number, note in enumerate(notes, 1)]
    path.write_text("\n".join(lines), encoding="utf-8")
    path.with_name("dot.png").write_bytes(png())


def _md_list(block: Block, indent: str, notes: list[str]) -> list[str]:
    lines = []
    for number, item in enumerate(block.items, 1):
        mark = f"{number}. " if block.level else "-  "
        lines.append(f"{indent}{mark}{_md(item.runs, notes)}")
        if item.below:
            lines += _md_list(item.below, f"{indent}    ", notes)
    return lines


def _md_text(text: str) -> str:
    return re.sub(r"[\\`*_{}\[\]<>#|!$~^@&.+-]", r"\\\g<0>", text)


def _md(runs: list[Run], notes: list[str]) -> str:
    text = ""
    for run in runs:
        match run.style:
            case "bold":
                text += f"**{_md_text(run.text)}**"
            case "italic":
                text += f"*{_md_text(run.text)}*"
            case "link":
                text += f"[{_md_text(run.text)}](<{run.value}>)"
            case "note":
                notes.append(run.value)
                text += f"[^n{len(notes)}]"
            case _:
                text += _md_text(run.text)
    return text


def write_html(path: Path, document: MadeDocument) -> None:
    """A page with a script and a style, notes at its end, and a picture in its text."""
    notes: list[str] = []
    body = html_body(document, notes, _data_address())
    direction = "rtl" if document.rtl else "ltr"
    path.write_text(
        f'<!DOCTYPE html><html dir="{direction}"><head><meta charset="utf-8">'
        f"<title>{html.escape(document.title)} – A Site</title><style>p {{ color: red }}</style>"
        f"<script>alert('lost')</script></head><body>{body}</body></html>",
        encoding="utf-8",
    )


def _data_address() -> str:
    return f"data:image/png;base64,{base64.b64encode(png()).decode()}"


def html_body(document: MadeDocument, notes: list[str], picture: str) -> str:
    """The elements of a page, with the notes in a section at its end."""
    parts = [f"<h1>{html.escape(document.title)}</h1>"]
    for block in document.blocks:
        match block.kind:
            case "heading":
                name = f"h{block.level + 1}"
                parts.append(f"<{name}>{_html(block.runs, notes)}</{name}>")
            case "paragraph":
                parts.append(f"<p>{_html(block.runs, notes)}</p>")
            case "picture":
                alt = html.escape(block.runs[0].text)
                parts.append(f'<p><img src="{picture}" alt="{alt}"/></p>')
            case "table":
                parts.append(_html_table(block.rows))
            case "list":
                parts.append(_html_list(block, notes))
    items = "".join(
        f'<li id="fn{number}" role="doc-endnote" epub:type="footnote">'
        f'<p>{html.escape(note)}<a href="#fnref{number}" role="doc-backlink">back</a></p></li>'
        for number, note in enumerate(notes, 1)
    )
    end = '<section id="footnotes" role="doc-endnotes" epub:type="footnotes">'
    return "".join(parts) + (f"{end}<ol>{items}</ol></section>" if notes else "")


def _html_table(rows: list[list[str]]) -> str:
    cells = [
        "".join(f"<{name}>{html.escape(text)}</{name}>" for text in row)
        for name, row in zip(("th", *["td"] * len(rows)), rows, strict=False)
    ]
    body = "".join(f"<tr>{row}</tr>" for row in cells[1:])
    return f"<table><thead><tr>{cells[0]}</tr></thead><tbody>{body}</tbody></table>"


def _html_list(block: Block, notes: list[str]) -> str:
    name = "ol" if block.level else "ul"
    items = ""
    for item in block.items:
        below = ""
        words = _html(item.runs, notes)
        if item.below:
            below = _html_list(item.below, notes)
        items += f"<li>{words}{below}</li>"
    return f"<{name}>{items}</{name}>"


def _html(runs: list[Run], notes: list[str]) -> str:
    text = ""
    for run in runs:
        words = html.escape(run.text)
        match run.style:
            case "bold":
                text += f"<strong>{words}</strong>"
            case "italic":
                text += f"<em>{words}</em>"
            case "link":
                text += f'<a href="{html.escape(run.value)}">{words}</a>'
            case "note":
                notes.append(run.value)
                number = len(notes)
                text += (
                    f'<a href="#fn{number}" id="fnref{number}" role="doc-noteref" '
                    f'epub:type="noteref"><sup>{number}</sup></a>'
                )
            case _:
                text += words
    return text
