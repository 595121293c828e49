"""Drafts and published versions built from the bank. A published version never changes."""
