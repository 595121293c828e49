"""Addresses that are printed or read outside of a request: built by endpoint, on the base URL."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import current_app

from survey.settings import Settings


def public_address(endpoint: str, **values: str | int) -> str:
    """Return the full public address of an endpoint, the same in a request and in a command."""
    settings: Settings = current_app.extensions["settings"]
    base = urlsplit(settings.base_url)
    adapter = current_app.url_map.bind(
        base.netloc, script_name=base.path or "/", url_scheme=base.scheme
    )
    return adapter.build(endpoint, values, force_external=True)
