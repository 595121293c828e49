"""Mail by SMTP: one message after the other over one connection."""
