"""PyInstaller's hook: which files go into a frozen program that imports `cellulite_content`.

They are the bundle, the schema, and each content package that `installed` finds at build time, with
its bundle and its entry point. PyInstaller reads the names `datas` and `hiddenimports` (its manual,
"Understanding PyInstaller Hooks").
"""

from PyInstaller.utils.hooks import collect_data_files, collect_entry_point

datas = collect_data_files("cellulite_content", includes=["data/**", "article.schema.json"])
_metadata, hiddenimports = collect_entry_point("cellulite_content.sources")
datas += _metadata
for _package in {_name.partition(".")[0] for _name in hiddenimports}:
    datas += collect_data_files(_package)
