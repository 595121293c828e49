"""Writes about the list of homes: files, taking them, single homes, the end of contacts."""
