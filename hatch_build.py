"""The wheel's build hook: it compiles the catalogs and writes the bundle that the loader reads.
It adds the interface's catalogs, with which new projects begin.

It does the work of `cellulite-content build --formats bundle`. A refused translation falls back to
English and does not make it fail. A broken source does, and so does a language that could not be
built: a wheel has no earlier edition that could stay.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

if TYPE_CHECKING:
    from cellulite_content.pipeline.model.project import Project


class BundleHook(BuildHookInterface[Any]):
    """Adds a bundle, which git does not have, and the interface's catalogs to each wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the bundle: in the package for an editable install, else in a temporary folder.

        In the package, `build` keeps files of earlier builds that still match. A wheel does not
        use them, so it is the same from a used checkout, a new one and a source archive.
        """
        root = Path(self.root)
        # The package is not installed yet.
        sys.path.insert(0, str(root))
        os.environ["PYTHONPATH"] = str(root)
        from cellulite_content.pipeline.files.program.own_catalogs import (  # noqa: PLC0415
            PACKED,
            checkout_catalogs,
        )
        from cellulite_content.pipeline.model.project import load_project  # noqa: PLC0415

        project = load_project(root)
        if version == "editable":
            self._build(project)
            return
        self._temporary = TemporaryDirectory()
        folder = Path(self._temporary.name) / "data"
        self._build(replace(project, bundle=folder))
        build_data["force_include"][str(folder)] = project.bundle.relative_to(root).as_posix()
        # New projects begin with the translations of the editions' own words.
        for code, path in checkout_catalogs(project.locales_folder).items():
            build_data["force_include"][str(path)] = f"{PACKED}/{code}.po"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the temporary folder."""
        if version != "editable":
            self._temporary.cleanup()

    def _build(self, project: Project) -> None:
        from cellulite_content.pipeline.errors import ProjectError  # noqa: PLC0415
        from cellulite_content.pipeline.publish.publish import publish_editions  # noqa: PLC0415
        from cellulite_content.pipeline.workers.process_pool import ProcessPool  # noqa: PLC0415

        try:
            report = publish_editions(
                project, ProcessPool(), project.build / "site", formats=["bundle"]
            )
        except ProjectError as error:
            raise SystemExit(str(error)) from None
        for finding in report.findings:
            self.app.display_warning(str(finding))
        for code in report.withheld:
            self.app.display_warning(f"{code}: withheld, see `cellulite-content status`")
        for code, articles in report.withheld_articles.items():
            self.app.display_warning(f"{code}: without {', '.join(articles)}, see `publish`")
        for error in report.errors:
            self.app.display_error(error)
        if report.errors:
            raise SystemExit("the bundle could not be built; run `cellulite-content build`")
