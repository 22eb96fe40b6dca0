"""The benchmarks of this project, one module each; `scripts/benchmark.py` runs them."""
