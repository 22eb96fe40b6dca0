"""HTML as a `str` that templates do not escape."""


class Html(str):
    """HTML from accepted text: templates do not escape it; results of its methods are plain `str`.

    When MarkupSafe formats, it escapes the result of `__html__` unless that has `__html__` too.
    """

    __slots__ = ()

    def __html__(self) -> str:
        return self


def escape(text: str) -> str:
    """Plain text as HTML, for content and for attributes."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;").replace("'", "&#x27;")
