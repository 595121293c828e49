"""Releases for programs: an interface over HTTP, and the keys that open it."""
