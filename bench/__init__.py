"""Benchmarks: every speed and size that we claim, measured beside its peer in one run. `make bench` runs them all."""
