"""The demo: an invented organization whose residents answer through the public pages."""
