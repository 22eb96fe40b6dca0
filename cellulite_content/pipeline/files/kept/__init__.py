"""What earlier runs have kept of files."""
