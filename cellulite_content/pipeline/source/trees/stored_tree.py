"""A document as the parser leaves it, before any translation, in bytes.

It holds the tree, the transforms that the parser has ordered for it, and all that its directives
and roles have told Sphinx: objects of domains, custom roles, the document's defaults. A process
that restores it goes on as if it had parsed the source.
"""

from __future__ import annotations

import copy
import copyreg
import hashlib
import io
import os
import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from docutils import nodes
from docutils.parsers.rst import languages, roles
from sphinx.environment import BuildEnvironment

from ...errors import PipelineError
from ..sphinx_private import (
    has_other_state,
    parsed_state,
    register_role,
    registered_roles,
    set_parsed_state,
)

_NOT_STORED = frozenset({"settings", "reporter", "transformer", "current_source", "current_line"})
"""What a document has from the process that parses it."""

_LEFT_OUT = frozenset({"c", "citation", "cpp", "index", "todo"})
"""Domains that learn of a document from its tree alone, in a transform or when all are done; and
those of which documents with objects are not stored."""

_target: list[nodes.document] = []
"""The document that is being restored."""


class UnstorableError(PipelineError):
    """A document that cannot be stored, because a directive or a role left a value in memory."""


class UnrestorableError(PipelineError):
    """A stored document that is of no use here: its text or a module is another one now."""


@dataclass(frozen=True)
class _StoredTree:
    """What is stored of a document.

    `text` is the digest of what was parsed, `path` the source's path, and `folder` that
    of all sources. `pending` are the
    transforms ordered by the parser: their priorities, classes, nodes and arguments. `roles` are
    those that the document has registered; None is one removed again. `state` and `context` are
    what directives have set for the rest of the document.
    """

    text: str
    path: str
    folder: str
    document: Mapping[str, Any]
    pending: tuple[tuple[str, Any, Any, Any], ...]
    domains: Mapping[str, Any]
    roles: Mapping[str, Callable[..., Any] | None]
    default_role: str
    default_domain: str
    state: Mapping[str, Any]
    context: Mapping[str, Any]
    included: frozenset[str]


def dump_tree(
    document: nodes.document, env: BuildEnvironment, text: str, known_roles: Mapping[str, Any]
) -> bytes:
    """A newly parsed document in bytes, from its text; `known_roles` are those registered before.

    Raises `UnstorableError` for values that cannot be stored, such as a function inside another.
    """
    current, registered = env.current_document, registered_roles()
    if has_other_state(env):
        raise UnstorableError("a directive has left a value that only Sphinx knows")
    own_roles: dict[str, Any] = dict.fromkeys(known_roles.keys() - registered.keys())
    own_roles |= {
        name: function
        for name, function in registered.items()
        if known_roles.get(name) is not function
    }
    default_role = current.default_role
    if default_role and _role_function(default_role, document) is registered.get(""):
        own_roles.pop("", None)  # found again by its name: it may be a function of a domain
    else:
        default_role = ""
        own_roles.setdefault("", registered.get(""))
    stored = _StoredTree(
        _text_digest(text, env),
        document["source"],
        str(env.srcdir),
        {name: value for name, value in vars(document).items() if name not in _NOT_STORED},
        tuple(entry for entry in document.transformer.transforms if entry[2] is not None),
        _domain_data(env),
        dict(sorted(own_roles.items())),
        default_role,
        current.default_domain.name if current.default_domain else "",
        parsed_state(env),
        dict(env.ref_context),
        frozenset(env.included.get(current.docname, ())),
    )
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = copyreg.dispatch_table.copy()
    pickler.dispatch_table[nodes.document] = _reduce_document
    try:
        pickler.dump(stored)
    except (pickle.PicklingError, AttributeError, TypeError, RecursionError) as error:
        raise UnstorableError(str(error)) from None
    return buffer.getvalue()


def restore_tree(data: bytes, document: nodes.document, text: str, first: type) -> None:
    """Make a new document what the stored one was when the transform `first` had been applied.

    `data` must be from `dump_tree` of this program: restoring can run any code. Raises
    `UnrestorableError`, and leaves the document as it is, when the source now has another text, or
    when a class of an extension is gone.
    """
    env: BuildEnvironment = document.settings.env
    _target[:] = [document]
    try:
        stored: _StoredTree = pickle.loads(data)  # noqa: S301 - see above
    except Exception as error:
        raise UnrestorableError(str(error)) from error
    finally:
        _target.clear()
    if stored.text != _text_digest(text, env):
        raise UnrestorableError("it was made from another text")
    path = document["source"]
    vars(document).update(stored.document)
    if stored.path != path:
        _change_folder(document, stored.folder, str(env.srcdir))
        document["source"] = path
    transformer = document.transformer
    classes = [entry[1] for entry in sorted(transformer.transforms, key=itemgetter(0))]
    applied = set(classes[: classes.index(first) + 1])
    later = [entry for entry in transformer.transforms if entry[1] not in applied]
    transformer.transforms = [*later, *stored.pending]
    transformer.sorted = False
    current = env.current_document
    set_parsed_state(env, stored.state)
    env.ref_context.update(stored.context)
    if stored.included:
        env.included[current.docname] = set(stored.included)
    domain = stored.default_domain
    current.default_domain = env.domains[domain] if domain else None
    for name, domain_data in stored.domains.items():
        env.domains[name].merge_domaindata({current.docname}, domain_data)
    for name, function in stored.roles.items():
        register_role(name, function)
    if stored.default_role:
        register_role("", _role_function(stored.default_role, document))


def _text_digest(text: str, env: BuildEnvironment) -> str:
    """The digest of what is parsed: extensions may change the text, and settings add to it."""
    parts = (text, env.config.rst_prolog, env.config.rst_epilog)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _change_folder(document: nodes.document, old: str, new: str) -> None:
    """Name the present paths of the source and of the files that it includes: warnings are traced
    by them, and a project may have moved."""
    for node in document.findall():
        if node.source and node.source.startswith(f"{old}{os.sep}"):
            node.source = f"{new}{node.source[len(old) :]}"


def _role_function(name: str, document: nodes.document) -> Callable[..., Any] | None:
    """The function of a role, as the directive `default-role` finds it."""
    language: Any = languages.get_language("en", document.reporter)
    function: Callable[..., Any] | None = roles.role(name, language, 0, document.reporter)[0]
    return function


def _reduce_document(document: nodes.document) -> tuple[Any, ...]:
    """How a reference to the document is stored: all nodes of a tree have one."""
    return _document_to_restore, ()


def _document_to_restore() -> nodes.document:
    return _target[0]


def _domain_data(env: BuildEnvironment) -> dict[str, Any]:
    """What each domain knows of the document, as if it had been read in a process of its own.

    Raises `UnstorableError` for a domain of an extension that knows of it only later.
    """
    name = env.current_document.docname
    found = {}
    for domain_name in env.domaindata.keys() - _LEFT_OUT:
        domain = copy.copy(env.domains[domain_name])
        domain.data = copy.deepcopy(domain.initial_data) | {"version": domain.data_version}
        domain.clear_doc(name)  # as Sphinx does first: some domains create their tables then
        empty = pickle.dumps(domain.data)
        try:
            domain.merge_domaindata({name}, env.domaindata[domain_name])
        except Exception as error:  # an extension may raise anything
            raise UnstorableError(f"{domain_name}: {type(error).__name__}: {error}") from error
        domain.data = {table: _filled(names) for table, names in domain.data.items()}
        if pickle.dumps(domain.data) != empty:
            found[domain_name] = domain.data
    return found


def _filled(names: Any) -> Any:
    """A table of a domain, without the empty lists that merging makes for other documents."""
    if not isinstance(names, dict):
        return names
    return {name: value for name, value in names.items() if value or not isinstance(value, list)}
