"""Benchmarks: scripts that print tables, run by hand (`python -m tests.benchmarks.<name>`); the tests never time anything."""
