"""The interface for programs, the page that explains it, and the staff pages of its keys."""
