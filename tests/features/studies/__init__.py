"""Studies over several places."""
