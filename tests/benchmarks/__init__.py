"""The performance table: `python -m tests.benchmarks --help`."""
