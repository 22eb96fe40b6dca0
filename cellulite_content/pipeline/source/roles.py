"""Roles: which of them only change how text looks, and what the others refer to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from docutils.parsers.rst import languages, roles
from docutils.utils import Reporter
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import ReferenceRole
from sphinx.util.nodes import split_explicit_title

from ..model.unit import Dialect, Document
from .sphinx_private import register_role, registered_role

DISPLAY_ROLES = frozenset(
    "abbr abbreviation ac acronym code command dfn emphasis file guilabel index kbd literal "
    "mailheader makevar menuselection mimetype newsgroup program regexp samp strong sub subscript "
    "sup superscript title title-reference t".split()
)
"""Roles that only change how text looks: a difference is a matter of taste. `index` adds words to
the index, which are the translator's."""

TEXT_ROLES = DISPLAY_ROLES - {"index"} | {"math", "raw"}
"""Roles whose text is only text: without a title, and without a `!` that switches a link off."""

_DOMAIN_OF_ROLE = dict.fromkeys(
    "attr class const data deco exc func meth mod obj type".split(), "py"
)
"""The domain of roles that are written without it: Sphinx's primary domain is Python."""

_CODE_DOMAINS = frozenset({"c", "cpp", "js", "py"})
_CASELESS = frozenset({"numref", "ref", "term"})
"""Roles whose targets Sphinx compares in lower case."""


_ROLE = re.compile(r"(?<=:)[\w.+:-]+(?=:`)|(?<=`:)[\w.+:-]+(?=:)|(?<=\{)[\w.+:-]+(?=\}`)")
"""The names of roles, before or after their text, or in braces as in Markdown."""

OTHER_ROLE = "?"
"""The name of a default role that a document sets itself: nothing is known of it."""

_BEGIN = "cellulite-default-role"


class Role(NamedTuple):
    """One use of a role: its name in lower case, its target, and its text as written.

    The name is empty for bare text between backticks. The target is the part in `< >`, or the whole
    text without it; it is empty when a `!` switches the link off.
    """

    name: str
    target: str
    text: str

    @property
    def is_switched_off(self) -> bool:
        """Whether a `!` makes it plain text."""
        return not self.target and self.text.startswith("!")

    def __str__(self) -> str:
        name = f":{self.name}:" if self.name else ""
        return f"{name}`{self.target or self.text}`"


class RoleTarget(NamedTuple):
    """What a role refers to: `kind` is the role's name, or the domain for objects of code.

    Sphinx searches for an object of code by its name alone: `:func:` and `:meth:` lead to the same.
    """

    kind: str
    name: str

    def __str__(self) -> str:
        return f":{self.kind}:`{self.name}`"


def is_display(role: Role, dialect: Dialect) -> bool:
    """Whether the role only changes how its text looks, and links to nothing."""
    name = canonical_name(role.name, dialect)
    if name in DISPLAY_ROLES or name in dialect.display_roles:
        return True
    return role.is_switched_off and name not in TEXT_ROLES and name not in dialect.text_roles


def role_target(role: Role, dialect: Dialect) -> RoleTarget:
    """What a role that is not for display refers to; equal for all ways to write it."""
    name = canonical_name(role.name, dialect)
    if name in TEXT_ROLES or name in dialect.text_roles:
        return RoleTarget(name, " ".join(role.text.split()))
    target = " ".join(role.target.split())
    domain = _domain(name)
    if domain in _CODE_DOMAINS:
        return RoleTarget(domain, target.lstrip("~").removesuffix("()"))
    return RoleTarget(name, target.lower() if name in _CASELESS else target)


def is_code(role: Role, dialect: Dialect) -> bool:
    """Whether the role names an object of code, whose text is the same in every language."""
    return _domain(canonical_name(role.name, dialect)) in _CODE_DOMAINS


def may_replace(name: str, allowed: Iterable[str]) -> bool:
    """Whether a role refers to the same as one of the allowed roles with the same text."""
    domain = _domain(canonical_name(name, Dialect()))
    return domain in _CODE_DOMAINS and any(_domain(other) == domain for other in allowed)


def canonical_name(name: str, dialect: Dialect) -> str:
    """The name of a role without the standard domain; bare text has the project's default role."""
    return (name or dialect.default_role or "title-reference").removeprefix("std:")


def _domain(name: str) -> str:
    domain, colon, _ = name.partition(":")
    return domain if colon else _DOMAIN_OF_ROLE.get(name, "")


def role_names(document: Document) -> frozenset[str]:
    """The names, in lower case, of the roles in the texts of a document."""
    units = (unit for unit in document.units if unit.markup)
    return frozenset(name.lower() for unit in units for name in _ROLE.findall(unit.text))


def read_dialect(app: Sphinx, names: Iterable[str]) -> Dialect:
    """The dialect of a project's sources, which use the roles of these names.

    Documents differ in their default role only. It must be called before Sphinx forgets the roles
    that the sources define.
    """
    kinds = {name: _kind(_find_role(app, name)) for name in names}
    return Dialect(
        display_roles=frozenset(name for name, kind in kinds.items() if kind == "display"),
        text_roles=frozenset(name for name, kind in kinds.items() if kind == "text"),
    )


def begin_default_role(app: Sphinx, name: str, text: list[str]) -> None:
    """A listener of `source-read`: let a document begin with the project's default role, and note
    it. Without one, Sphinx 9 leaves that of the document that was read before."""
    if not app.config.default_role:
        register_role("", None)
    note_default_role(app, name, text)


def note_default_role(app: Sphinx, name: str, text: list[str]) -> None:
    """A listener of `source-read`: note the default role with which a document begins."""
    app.env.temp_data[_BEGIN] = registered_role("")


def default_role_of(env: BuildEnvironment) -> str:
    """The default role of the document that was just read, as translations of it are read.

    A document may set another one than `conf.py`: Sphinx reads translations with the last. It is
    `OTHER_ROLE` if it does not only change how text looks.
    """
    function = registered_role("")
    if function is env.temp_data.get(_BEGIN):
        return env.config.default_role or ""
    # docutils registers its own default role, a `GenericRole`, when a text uses it.
    if function is None or isinstance(function, roles.GenericRole):
        return function.name if function else ""
    return OTHER_ROLE


def _find_role(app: Sphinx, name: str) -> Callable[..., Any] | None:
    """The function of a role; None for a name that is unknown or in the standard domain.

    docutils registers its own roles when a text uses them, which another process may have read.
    """
    domain, colon, short_name = name.partition(":")
    if colon and domain in app.env.domains:
        function: Callable[..., Any] | None = app.env.domains[domain].roles.get(short_name)
        return function
    language: Any = languages.get_language(app.config.language)
    reporter = Reporter("", Reporter.SEVERE_LEVEL, Reporter.SEVERE_LEVEL)
    return roles.role(name, language, 0, reporter)[0]


def _splits_title(function: Callable[..., Any]) -> bool:
    """Whether a role reads `words <target>` as Sphinx's own do, such as those of `extlinks`."""
    code = getattr(function, "__code__", None)
    return code is not None and split_explicit_title.__name__ in code.co_names


def _kind(function: Callable[..., Any] | None) -> str:
    """`display`, `text` or `reference`, by the class of the role's function."""
    while isinstance(function, roles.CustomRole):
        function = function.base_role
    if function is None or isinstance(function, ReferenceRole) or _splits_title(function):
        return "reference"
    plain_roles = (roles.code_role, roles.generic_custom_role)
    if isinstance(function, roles.GenericRole) or function in plain_roles:
        return "display"
    return "text"
