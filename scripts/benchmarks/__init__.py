"""The benchmarks of this project, a module each; `scripts/benchmark.py` runs them."""
