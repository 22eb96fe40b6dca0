"""The build folder of the desk, apart from that of builds."""

from __future__ import annotations

from dataclasses import replace

from ..pipeline.model.project import Project


def preview_project(project: Project) -> Project:
    """The project with a build folder of the desk's own: a build at the same time has another."""
    return replace(project, build=project.build / "desk")
