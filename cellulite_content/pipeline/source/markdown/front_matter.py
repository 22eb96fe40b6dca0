"""The front matter of a Markdown document: its title, its description, and fields such as the date.

They become the nodes that reStructuredText has for them, so that every stage treats them alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

import yaml
from docutils import nodes

from ..faults.refusal import refuse

KIND = "fields"
"""The kind of the faults, as a summary names it."""

_SETTINGS = "myst"
"""The key of settings for MyST; its `html_meta` may have the description."""

_FIRST_LINE = 2
"""The line of the first key: the one before is `---`."""


class _Loader(yaml.SafeLoader):  # type: ignore[misc]
    """A loader for which each value is a text, as it is written: `No` and `12:30` are titles.

    PyYAML's `BaseLoader` also takes `!!binary aGk=` as a text; here it is no text, and is refused.
    """

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}


_FLAGS = {"true": True, "false": False, "null": None, "~": None, "": None}
"""Values of fields that are no texts."""


@dataclass
class FrontMatter:
    """The values of front matter: the title in Markdown, the descriptions and other fields, and
    their lines."""

    title: str = ""
    title_line: int = 0
    descriptions: list[tuple[str, int]] = field(default_factory=list)
    fields: list[nodes.field] = field(default_factory=list)


def read_front_matter(text: str, path: str) -> FrontMatter:
    """Read front matter, and report its faults with their lines in the source at `path`."""
    result = FrontMatter()
    try:
        loader = _Loader(text)
        root: Any = loader.get_single_node()
        lines: dict[str, int] = {}
        for key, _ in root.value:
            line = key.start_mark.line + _FIRST_LINE
            if key.value in lines:
                refuse(f"{path}:{line}", KIND, f"{key.value!r} is there twice; keep one of the two")
            lines[key.value] = line
        values: Any = loader.construct_document(root)
        if not isinstance(values, dict):
            raise TypeError
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + _FIRST_LINE if mark else 1
        problem = " ".join(str(getattr(error, "problem", "") or "it cannot be read").split())
        refuse(f"{path}:{line}", KIND, f"the front matter is no YAML ({problem}); correct it")
        return result
    except (TypeError, AttributeError, ValueError, RecursionError):
        refuse(f"{path}:1", KIND, "the front matter has no keys; write lines such as `date: …`")
        return result
    for key, value in values.items():
        name, line = str(key), lines.get(str(key), 1)
        if name == _SETTINGS:
            _read_settings(value, line, path, result)
        elif name not in ("title", "description"):
            result.fields += _fields(name, value, line, path)
        elif not isinstance(value, str):
            _refuse_value(name, f"{path}:{line}")
        elif name == "title":
            result.title, result.title_line = _one_line(value), line
        elif value.strip():
            result.descriptions.append((_one_line(value), line))
    return result


def _read_settings(value: Any, line: int, path: str, result: FrontMatter) -> None:
    """Read the meta values of `myst:`; the parser has applied its other settings already."""
    metas = value.get("html_meta", {}) if isinstance(value, dict) else {}
    for name, content in metas.items() if isinstance(metas, dict) else ():
        if name == "description" and isinstance(content, str):
            result.descriptions.append((_one_line(content), line))
        elif name == "description":
            _refuse_value(name, f"{path}:{line}")
        else:
            text = f"no edition has the meta value {name!r}; keep `description` only"
            refuse(f"{path}:{line}", KIND, text)


def _refuse_value(name: str, place: str) -> None:
    refuse(place, KIND, f"the {name} is no text; write it in quotation marks")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _fields(name: str, value: Any, line: int, path: str) -> Iterator[nodes.field]:
    """A field as docutils makes it; the names of several authors are paragraphs."""
    flag = _FLAGS.get(value, value) if isinstance(value, str) else value
    if flag is None or flag is False:
        return
    values = value if isinstance(value, list) else [value]
    if not all(isinstance(each, str) for each in values):
        text = f"the field {name!r} has values inside of values; write a text or a list of texts"
        refuse(f"{path}:{line}", KIND, text)
        return
    texts = [] if flag is True else [_one_line(each) for each in values]
    body = nodes.field_body("", *(nodes.paragraph(each, each) for each in texts))
    node = nodes.field("", nodes.field_name(name, name), body)
    for each in node.findall():
        each.source, each.line = path, line
    yield node


def front_nodes(front: FrontMatter, path: str) -> Iterator[nodes.Element]:
    """The nodes before the title: the description, then the fields."""
    for text, line in front.descriptions:
        meta = nodes.meta("", name="description", content=text)
        meta.source, meta.line = path, line
        yield meta
    if front.fields:
        field_list = nodes.field_list("", *front.fields)
        field_list.source, field_list.line = path, front.fields[0].line
        yield field_list
