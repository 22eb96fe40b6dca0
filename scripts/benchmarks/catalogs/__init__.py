"""Benchmarks of updates of catalogs."""
