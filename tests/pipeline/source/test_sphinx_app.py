"""The application: Sphinx without the builders of which no edition is made."""

from cellulite_content.pipeline.source.sphinx_app import _UNUSED, EXTENSIONS


def test_only_builders_are_left_out() -> None:
    """Roles, directives, domains and transforms of a source are all there."""
    assert all(name.startswith(("sphinx.builders.", "sphinxcontrib.")) for name in _UNUSED)
    assert not _UNUSED & set(EXTENSIONS)


def test_what_editions_are_made_with_is_kept() -> None:
    """The builders that ours extend or that read the source, and the gettext settings."""
    needed = {f"sphinx.builders.{name}" for name in ("dummy", "gettext", "html")}
    domains = {f"sphinx.domains.{name}" for name in ("c", "math", "python", "rst", "std")}
    assert needed | domains <= set(EXTENSIONS)
