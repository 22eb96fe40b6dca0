"""The examples as a whole: each is shown, explained and run."""

from pathlib import Path


def test_each_example_is_on_the_page_and_has_its_tests(checkout: Path) -> None:
    """No program of the folder is left out of the handbook or of these tests; all are small."""
    handbook = checkout / "docs" / "handbook"
    page = (handbook / "frameworks.rst").read_text(encoding="utf-8")
    examples = sorted((handbook / "examples").glob("*.py"))
    assert len(examples) == page.count(".. literalinclude:: examples/") == 5
    for example in examples:
        assert f".. literalinclude:: examples/{example.name}\n" in page
        assert Path(__file__).with_name(f"test_{example.name}").is_file()
        assert len(example.read_text(encoding="utf-8").splitlines()) < 90
