"""The locales whose translations are shown where a locale has none."""

from pathlib import Path

from cellulite_content.pipeline.adopting.own.base_locales import base_locales
from cellulite_content.pipeline.model.locale import Locale
from cellulite_content.pipeline.model.project import load_project


def test_a_regional_locale_falls_back_to_its_language(tmp_path: Path) -> None:
    """To those of the project, the nearest first."""
    codes = "zh", "zh_Hant", "zh_Hant_HK", "de"
    (tmp_path / "locales").mkdir()
    (tmp_path / "locales" / "locales.toml").write_text("".join(f"[{code}]\n" for code in codes))
    (tmp_path / "docs").mkdir()
    (tmp_path / "pyproject.toml").write_text('[tool.cellulite-content]\ntitle = "Stairs"\n')
    own = load_project(tmp_path)
    bases = [locale.code for locale in base_locales(own, own.locale("zh_Hant_HK"))]
    assert bases == ["zh_Hant", "zh"]
    assert base_locales(own, own.locale("de")) == ()
    assert base_locales(own, Locale("en_GB")) == ()
