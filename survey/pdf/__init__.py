"""The adapter to WeasyPrint: HTML in, tagged PDF out."""
