"""Names of months and days in a process that speaks many languages.

L1 every language has its own names, whichever was spoken before
"""

from __future__ import annotations

import pytest
from babel import Locale
from flask import Flask

from survey.web.locales import LANGUAGES

WRITTEN_ALIKE = {"zh_Hant", "ko"}
"""They number their months, and write the number as Chinese does or nearly so."""


@pytest.mark.parametrize("kind", ["months", "days", "quarters"])
def test_names_of_ones_own(app: Flask, kind: str) -> None:
    """L1: by themselves, short and long, after Chinese was spoken."""
    chinese = _names("zh_Hans", kind)
    for language in LANGUAGES.values():
        if language.locale not in {"zh_Hans", *WRITTEN_ALIKE}:
            assert not chinese & _names(language.locale, kind), language.tag


def _names(locale: str, kind: str) -> set[str]:
    by_width = getattr(Locale.parse(locale), kind)["stand-alone"]
    return {name for width in ("abbreviated", "wide") for name in by_width[width].values()}
