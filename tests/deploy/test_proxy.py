"""The proxy's file that is shipped.

P1  Porchlight itself says what is too large: the proxy lets a little more through.
P2  Browsers are told to come by HTTPS only.
P3  What the proxy answers by itself is a page with words, and not a blank.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from flask import Flask

from survey.web.bodies import MAX_BODY_BYTES

CADDYFILE: Final = (Path(__file__).parents[2] / "deploy" / "Caddyfile").read_text(encoding="utf-8")
IMPORT: Final = "/staff/properties/maple-court/homes/import"


def let_through(matcher: str) -> int:
    """The most bytes that the proxy lets through where a matcher fits."""
    found = re.search(rf"request_body @{matcher} {{\s*max_size (\d+)MB", CADDYFILE)
    assert found is not None
    return int(found[1]) * 1_000_000


def test_porchlight_says_what_is_too_large(app: Flask) -> None:
    """P1"""
    with app.test_request_context(IMPORT, method="POST") as context:
        largest = context.request.max_content_length
    assert largest is not None
    assert largest > MAX_BODY_BYTES
    assert let_through("homes") > largest
    assert let_through("rest") > MAX_BODY_BYTES


def test_browsers_come_by_https_only() -> None:
    """P2"""
    assert 'header Strict-Transport-Security "max-age=31536000"' in CADDYFILE


def test_the_proxys_own_errors_are_pages() -> None:
    """P3"""
    _, found, errors = CADDYFILE.partition("handle_errors {")
    assert found
    assert "<h1>" in errors
    assert "{http.error.status_code}" in errors
