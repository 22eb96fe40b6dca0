"""Keys of documents: what has changed, and what every document depends on."""

from cellulite_content.pipeline.model.document_keys import DocumentKeys, split_files


def test_changed_documents() -> None:
    """With equal shared inputs and the same documents, those with another key; else all."""
    keys = DocumentKeys("shared", {"a": "1", "b": "2"})
    assert keys.changed_since(keys) == frozenset()
    assert keys.changed_since(DocumentKeys("shared", {"a": "1", "b": "3"})) == {"b"}
    assert keys.changed_since(DocumentKeys("other", {"a": "1", "b": "2"})) is None
    assert keys.changed_since(DocumentKeys("shared", {"a": "1"})) is None


def test_a_file_of_a_document_s_name_may_be_another_file() -> None:
    """A picture counts for all documents, and so do two files of which one is a download."""
    files = {"a.rst": "1", "a.svg": "2", "b.rst": "3", "b.txt": "4", "c.txt": "5", "d.inc": "6"}
    others, documents = split_files(files, ["a", "b", "c", "d"])
    assert documents == {"a": "a.rst 1", "c": "c.txt 5"}
    assert others == [("a.svg", "2"), ("b.rst", "3"), ("b.txt", "4"), ("d.inc", "6")]
