"""Writes the messages that the gate accepts as compiled catalogs for stock Sphinx; a program.

Then both sides have the same translations, and the loop need not compile any.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from cellulite_content.pipeline.adopting.own.tasks import read
from cellulite_content.pipeline.catalogs.mo_files import write_compiled
from cellulite_content.pipeline.gate.gate import check_document
from cellulite_content.pipeline.model.project import load_project


def main(root: str, folder: str) -> None:
    """Write the catalogs of a project's locales into the folder `catalogs` of another one."""
    project = replace(load_project(Path(root)), build=Path(folder))
    project.build.mkdir(parents=True, exist_ok=True)
    reading = read(project, "html", project.build / "reading")
    if reading.failure or reading.reason:
        sys.exit(reading.failure or reading.reason)
    for locale in project.locales:
        results = [check_document(project, locale, document) for document in reading.documents]
        write_compiled(project, locale, results)


if __name__ == "__main__":
    main(*sys.argv[1:])
