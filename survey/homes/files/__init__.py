"""Files that lists of homes come in: bytes in, rows of text out. No database, no page."""
