"""What the tests of the lint share."""

import pytest

from cellulite_content.pipeline.engine import Engine
from cellulite_content.pipeline.project import Project
from cellulite_content.pipeline.publish import Report, compile_all


@pytest.fixture(scope="session")
def report(project: Project) -> Report:
    """What the gate lets through."""
    return compile_all(project, Engine(), project.locales, write=False)
