"""The articles as JSON, for programs."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from cellulite_content import Content

from ...files.atomic import write_file, write_text
from ...files.stored_value import indented_json
from ...model.project import Project, file_name
from .entries import SiteEntry


def write_article_data(project: Project, entries: Sequence[SiteEntry], output: Path) -> None:
    """Write the articles as JSON, exactly as the loader returns them, and its schema."""
    if not (project.bundle / "bundle.txt").is_file():
        return
    schema = files("cellulite_content") / "article.schema.json"
    write_file(output / "data" / schema.name, schema.read_bytes())
    content = Content(lambda name: (project.bundle / name).read_bytes())
    present = set(content.languages())
    for entry in entries:
        folder = output / "data" / entry.locale.tag
        names = {f"{file_name(article.domain)}.json" for article in entry.articles}
        for path in folder.glob("*.json"):
            if path.name not in names:
                path.unlink()
        for article in entry.articles:
            if entry.locale.tag in present:
                values = content.load(entry.locale.tag, article=article.domain).to_dict()
                write_text(
                    folder / f"{file_name(article.domain)}.json",
                    indented_json(values),
                )
