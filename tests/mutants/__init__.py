"""Breaks the code in small ways and asks the tests whether they notice.

python -m tests.mutants [--sample N] [file …]      (make mutants MUTANTS="--sample 50 domain/rules/scoring.py")

A mutant that no test kills is a line that nobody checks. Without files it takes the pure parts, rules and sources,
whose tests are quick; each mutant is run against the tests that mirror its file, in a copy of the project.
"""
