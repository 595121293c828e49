"""The adapter to WeasyPrint: HTML in, tagged PDF out. Nothing else imports WeasyPrint."""
