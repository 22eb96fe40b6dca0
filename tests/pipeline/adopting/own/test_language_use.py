"""Who asks for the language before translations are inserted."""

from sphinx.config import Config

from cellulite_content.pipeline.adopting.own.language_use import (
    DocumentUse,
    LanguageUse,
    noting_config,
)


def read_language(module: str, config: Config) -> str:
    """Read the setting in a function of a module."""
    names: dict[str, object] = {"__name__": module}
    exec("def read(config): return config.language", names)  # noqa: S102
    return str(names["read"](config))  # type: ignore[operator]


def test_modules_and_documents_are_noted() -> None:
    """Sphinx's own modules are not: what they set is set again. The setting keeps its value."""
    use = LanguageUse()
    config = Config({}, {"language": "pt_BR"})
    config.__class__ = noting_config(use)
    for module in ("sphinx.application", "docutils.nodes", "sphinxcontrib.qthelp", "their.banner"):
        assert read_language(module, config) == "pt_BR"
    assert use.modules == {"their.banner"}
    with use.in_document() as first:
        use.note_word(("general", "sphinx"), "Index", "Stichwortverzeichnis")
    with use.in_document() as second:
        read_language("sphinx.util.i18n", config)
    assert first == DocumentUse({(("general", "sphinx"), "Index"): "Stichwortverzeichnis"})
    assert second == DocumentUse(is_fixed=True)
    assert use.modules == {"their.banner"}


def test_a_document_may_be_equal_elsewhere() -> None:
    """If all its words have the same translation there, and it does not ask for the language."""
    word = (("general", "no-such-catalog"), "Index")
    assert DocumentUse().is_elsewhere_equal
    assert DocumentUse({word: "Index"}).is_elsewhere_equal
    assert not DocumentUse({word: "Stichwortverzeichnis"}).is_elsewhere_equal
    assert not DocumentUse({word: "Index"}, is_fixed=True).is_elsewhere_equal
