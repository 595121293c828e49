"""WSGI entry point."""

from survey.factory import create_app

app = create_app()
