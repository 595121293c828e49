"""Which way a text runs.

D1  As its first letter that has a direction; left to right without one (HTML, 3.2.6.4).
D2  A text runs along with a line where nothing in it could change places with what stands beside.
"""

from __future__ import annotations

import pytest

from survey.core.directions import direction_of, runs_along


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("1200 Larkspur Court", "ltr"),
        ("1200 حديقة الياسمين", "rtl"),
        ("12 (א) Court", "rtl"),
        ("400-1200", "ltr"),
        ("", "ltr"),
        ("竹園", "ltr"),
    ],
)
def test_d1_direction_of_a_text(text: str, direction: str) -> None:
    """D1"""
    assert direction_of([text]) == direction


@pytest.mark.parametrize(
    ("text", "along_ltr", "along_rtl"),
    [
        ("1200 Larkspur Court", True, False),
        ("بيت الورد 12", False, True),
        ("بيت Court", False, False),
        ("+1 (206) 555-0100", True, False),
        ("竹園 3", True, False),
    ],
)
def test_d2_runs_along(text: str, along_ltr: bool, along_rtl: bool) -> None:
    """D2"""
    assert runs_along(text, "ltr") is along_ltr
    assert runs_along(text, "rtl") is along_rtl
