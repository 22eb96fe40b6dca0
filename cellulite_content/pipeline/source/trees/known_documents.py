"""Lets Sphinx go by what the caller knows of the documents, instead of names and times of files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sphinx.environment import BuildEnvironment


@contextmanager
def no_search_for_files() -> Iterator[None]:
    """Let Sphinx take the documents that its environment knows, instead of looking for files."""
    original = BuildEnvironment.find_files
    BuildEnvironment.find_files = lambda *_: None  # type: ignore[method-assign]
    try:
        yield
    finally:
        BuildEnvironment.find_files = original  # type: ignore[method-assign]


@contextmanager
def outdated_documents_from(
    outdated: Callable[[BuildEnvironment, bool], tuple[set[str], set[str], set[str]]],
) -> Iterator[None]:
    """Let `outdated` say which documents are to be read, instead of the times of files."""
    original = BuildEnvironment.get_outdated_files

    def get_outdated_files(
        environment: BuildEnvironment, config_changed: bool
    ) -> tuple[set[str], set[str], set[str]]:
        return outdated(environment, config_changed)

    BuildEnvironment.get_outdated_files = get_outdated_files  # type: ignore[assignment, method-assign]
    try:
        yield
    finally:
        BuildEnvironment.get_outdated_files = original  # type: ignore[method-assign]


@contextmanager
def environment_is_complete() -> Iterator[None]:
    """Let a further builder take an environment as it is: it reads no document, so what depends on
    all of them, such as the numbers of sections, has been computed."""
    original = BuildEnvironment.check_dependents
    BuildEnvironment.check_dependents = lambda *_: iter(())  # type: ignore[method-assign]
    try:
        with no_search_for_files(), outdated_documents_from(lambda *_: (set(), set(), set())):
            yield
    finally:
        BuildEnvironment.check_dependents = original  # type: ignore[method-assign]
