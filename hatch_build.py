"""The wheel's build hook: it compiles the catalogs and writes the bundle that the loader reads.

It makes the same call as `cellulite-content build --formats bundle`. A refused translation falls
back to English and never fails it; a broken source does.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BundleHook(BuildHookInterface[Any]):
    """Writes `cellulite_content/data/`, which git does not hold, before files are collected."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the bundle; `artifacts` names it, as git ignores the folder."""
        root = Path(self.root)
        # The package is not installed yet: it is what is being built.
        sys.path.insert(0, str(root))
        os.environ["PYTHONPATH"] = str(root)
        from cellulite_content.pipeline import publish  # noqa: PLC0415
        from cellulite_content.pipeline.engine import Engine  # noqa: PLC0415
        from cellulite_content.pipeline.project import load_project  # noqa: PLC0415

        project = load_project(root)
        report = publish.build(project, Engine(), project.build / "site", formats=["bundle"])
        for finding in report.findings:
            self.app.display_warning(str(finding))
        for error in report.errors:
            self.app.display_error(error)
        if project.source_locale.code not in report.built:
            raise SystemExit("the bundle could not be built; run `cellulite-content build`")
        build_data["artifacts"].append(f"/{project.bundle.relative_to(root).as_posix()}/**")
