"""Sphinx's parser of documents in Markdown: MyST's, with our renderer.

This module imports MyST, so only a project that names `myst_parser` in `extensions` loads it.
"""

from __future__ import annotations

from typing import Any, cast

from docutils import nodes
from docutils.transforms import Transform
from sphinx import addnodes
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.transforms import SphinxTransform

from ...model.unit import MarkdownSyntax
from ..faults.refusal import refuse
from ..trees.source_names import source_names
from ..trees.source_parser import StoredSourceParser
from .document_renderer import TARGETS, DocumentRenderer, join_lines
from .myst import (
    AddSlugIds,
    MarkdownIt,
    MdParserConfig,
    MystParser,
    ResolveAnchorIds,
    TopmatterReadError,
    create_md_parser,
    create_warning,
    merge_file_level,
    read_topmatter,
)
from .refused_tokens import KIND
from .translation import restore_anchors

_SLUGS = "myst_slugs"
_WITHOUT = frozenset({"smartquotes", "replacements", "linkify", "gfm_autolink"})
"""Extensions of MyST that change the text which translators get; they are off, as Sphinx's own
`smartquotes` is. An address is a link between `<` and `>`."""

_OTHER_MARKDOWN = (
    "the setting myst_commonmark_only or myst_gfm_only is on, and translations are read with roles "
    "and notes; turn it off"
)


def is_of_myst(parser: type) -> bool:
    """Whether a registered parser is MyST's own."""
    return parser is MystParser


class _Myst(MystParser):
    """MyST's parser of whole documents, with our renderer."""

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Parse a text into a document."""
        config = _config(inputstring, document)
        if config.commonmark_only or config.gfm_only:
            refuse(f"{document['source']}:1", KIND, _OTHER_MARKDOWN)
            config = config.copy(commonmark_only=False, gfm_only=False)
        parser = create_md_parser(config, DocumentRenderer)
        parser.core.ruler.after("block", "join_lines", join_lines)
        parser.options["document"] = document
        environment: dict[str, Any] = {}
        renderer = cast(DocumentRenderer, parser.renderer)
        parser.render(inputstring, environment)
        document[TARGETS] = sorted(renderer.targets)
        document["markdown"] = _syntax(config, parser, environment)
        parser.renderer = renderer.md = None  # type: ignore[assignment] # a cycle


def _config(text: str, document: nodes.document) -> MdParserConfig:
    """The settings of a document: those of `conf.py`, and those in its front matter."""
    config: MdParserConfig = document.settings.env.myst_config
    try:
        front_matter = read_topmatter(text) or {}
    except (TopmatterReadError, ValueError):  # reported when it is rendered
        front_matter = {}

    def warn(kind: Any, message: str) -> None:
        create_warning(document, message, kind, line=1, append_to=document)

    settings = {"myst": front_matter["myst"]} if "myst" in front_matter else {}
    if settings:
        config = merge_file_level(config, settings, warn)
    return config.copy(enable_extensions=config.enable_extensions - _WITHOUT)


def _syntax(
    config: MdParserConfig, parser: MarkdownIt, environment: dict[str, Any]
) -> MarkdownSyntax:
    """How translations of the document are read."""
    has_math = "dollarmath" in config.enable_extensions
    return MarkdownSyntax(
        (config.dmath_allow_space, config.dmath_allow_digits) if has_math else None,
        tuple(config.disable_syntax),
        tuple(sorted(config.url_schemes)),
        tuple((label, each["href"]) for label, each in environment.get("references", {}).items()),
        tuple(
            (scheme, tuple((key, _fixed(value)) for key, value in sorted(values.items())))
            for scheme, values in sorted(config.url_schemes.items())
            if values
        ),
        config.links_external_new_tab,
    )


def _fixed(value: Any) -> str | tuple[str, ...]:
    return value if isinstance(value, str) else tuple(value)


class MarkdownSourceParser(StoredSourceParser, _Myst):
    """The parser of documents in Markdown: it takes one from the reading if it is there."""

    def get_transforms(self) -> list[type[Transform]]:
        """The transforms of reStructuredText, and those for links to headings. Notes stay where
        they are written, and a section keeps the address that its heading gives it."""
        transforms: list[type[Transform]] = super().get_transforms()  # type: ignore[no-untyped-call]
        return [each for each in transforms if not each.__module__.startswith("myst_parser.")] + [
            AddSlugIds,
            ResolveAnchors,
            CompleteLinks,
        ]

    def parse_translation(self, inputstring: str, document: nodes.document) -> None:
        """Raise `ExtensionError`: translations are read by `translation` alone."""
        raise ExtensionError("a translation was to be read as a document; please report it")

    def complete(self, document: nodes.document) -> None:
        """Set what MyST's transforms need of a document that was parsed or restored."""
        config: MdParserConfig = document.settings.env.myst_config
        document.settings.myst_heading_anchors_html_ids = config.heading_anchors_html_ids
        slugs: dict[str, Any] = getattr(document, _SLUGS, {})
        if slugs:
            env: BuildEnvironment = document.settings.env
            # A copy: the document's own is cleared with its tree.
            env.metadata[env.current_document.docname][_SLUGS] = dict(slugs)


class ResolveAnchors(ResolveAnchorIds):
    """MyST's transform of links to places, which says where those are that it cannot resolve."""

    def apply(self, **kwargs: Any) -> None:
        """Resolve the links of the document, and of the copies of its sources."""
        copies = [
            node["source-copy"]
            for node in self.document.findall(nodes.TextElement)
            if "source-copy" in node
        ]
        self.document += nodes.container("", *copies)
        unnamed = [
            link
            for copy in copies
            for link in copy.findall(nodes.reference)
            if link.get("id_link") and not link.children
        ]
        super().apply(**kwargs)
        self.document.pop()
        for copy in copies:
            copy.parent = None
        names = source_names(self.document) if unnamed else {}
        for link in unnamed:
            if "refid" in link and (name := names.get(link["refid"])):
                link.children[0].children = [nodes.Text(name)]
        for node in self.document.findall(addnodes.pending_xref):
            if node.source is None and node.parent is not None:
                node.source, node.line = node.parent.source, node.parent.line


class CompleteLinks(SphinxTransform):
    """Completes the links of translations after Sphinx's `Locale` (20): one without words has those
    of the translated heading, and each leads to its own place."""

    default_priority = 22

    def apply(self, **kwargs: Any) -> None:
        """Replace the texts that MyST has noted of the headings; lines are of no use."""
        restore_anchors(self.document)
        slugs: dict[str, tuple[int, str, str]] = getattr(self.document, _SLUGS, {})
        titles = {
            anchor: section[0].astext()
            for section in self.document.findall(nodes.section)
            for anchor in section["ids"]
        }
        for name, (_, anchor, text) in slugs.items():
            slugs[name] = (0, anchor, titles.get(anchor, text))
        if slugs:
            self.env.metadata[self.env.current_document.docname][_SLUGS] = dict(slugs)
