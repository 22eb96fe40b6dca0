"""Files: write, lock, pack and cache safely."""
