"""The evaluator's full report: every figure of a release, how it was made, and the wording."""
