"""Fieldwork: launching, the sealed promise, access codes, the response monitor."""
