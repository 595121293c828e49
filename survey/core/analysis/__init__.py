"""Counts, scores, intervals and changes: numbers in, numbers out. See README.md."""
