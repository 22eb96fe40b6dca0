"""Files for other translation programs: XLIFF, TMX, TBX, CSV and XLSX."""
