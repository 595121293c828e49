"""The names in braces that the promise screen's sentences may hold."""

from __future__ import annotations

import re
from typing import Final

CONSENT_PLACEHOLDERS: Final = frozenset(
    {
        "runner",
        "custodian",
        "min_n",
        "open_date",
        "close_date",
        "report_date",
        "destroy_date",
        "number",
        "contact",
        "place",
        "minutes",
        "count",
    }
)
"""What the wave knows and a consent sentence may name."""

_IN_BRACES: Final = re.compile(r"\{([^{}]*)\}")


def placeholders(text: str) -> frozenset[str]:
    """The names in braces in a text."""
    return frozenset(_IN_BRACES.findall(text))


def unknown_placeholders(text: str) -> list[str]:
    """The names in braces that nothing fills in, and a lone brace as itself."""
    lone = sorted(set("{}") & set(_IN_BRACES.sub("", text)))
    return sorted(placeholders(text) - CONSENT_PLACEHOLDERS) + lone
