"""Segments of text messages, against the values that the standards and gateways publish.

G1  GSM-7: 160 signs alone, 153 in each part of a longer message; signs of the extension take two.
G2  UCS-2: 70 code units alone, 67 in each part; signs beyond the first plane take two.
G3  Nothing is cut in two: an escape stays with its sign, a pair of surrogates together.
G4  One sign that GSM-7 does not have turns the whole text to UCS-2.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.core.sending.segments import GSM_BASIC, GSM_EXTENDED, Length, measure_text


def test_the_alphabet_has_its_size() -> None:
    """G1: 128 places, less the escape, and ten signs behind it with the form feed."""
    assert len(GSM_BASIC) == 127
    assert len(GSM_EXTENDED) == 10
    assert not GSM_BASIC & GSM_EXTENDED


@pytest.mark.parametrize(
    ("text", "units", "segments"),
    [
        ("", 0, 0),
        ("a" * 160, 160, 1),
        ("a" * 161, 161, 2),
        ("a" * 306, 306, 2),
        ("a" * 307, 307, 3),
        ("a" * 459, 459, 3),
        ("€" * 80, 160, 1),
        ("€" * 81, 162, 2),
        ("€" * 152, 304, 2),
        ("€" * 153, 306, 3),  # 76 pairs fill a part: one septet of each stays empty
        ("a" * 152 + "€" + "a" * 152, 306, 3),  # so does the one before a pair that would not fit
        ("Ünter Äsche Ñandú"[:13] + "\n", 14, 1),
    ],
)
def test_gsm(text: str, units: int, segments: int) -> None:
    """G1, G3"""
    assert measure_text(text) == Length("GSM-7", units, segments)


@pytest.mark.parametrize(
    ("text", "units", "segments"),
    [
        ("ж" * 70, 70, 1),
        ("ж" * 71, 71, 2),
        ("ж" * 134, 134, 2),
        ("ж" * 135, 135, 3),
        ("😀" * 35, 70, 1),
        ("😀" * 36, 72, 2),
        ("😀" * 66, 132, 2),
        ("😀" * 67, 134, 3),  # 33 pairs fill a part: 66 of 67 units
        ("a" * 69 + "ž", 70, 1),
        ("a" * 70 + "ž", 71, 2),
        ("á" * 2, 2, 1),
    ],
)
def test_ucs2(text: str, units: int, segments: int) -> None:
    """G2, G3, G4"""
    assert measure_text(text) == Length("UCS-2", units, segments)


@given(st.text(max_size=400))
def test_as_many_as_fit(text: str) -> None:
    """G1, G2: never fewer segments than units need, and at most one sign is lost a part."""
    measured = measure_text(text)
    alone, joined = (160, 153) if measured.alphabet == "GSM-7" else (70, 67)
    if measured.alphabet == "UCS-2":
        assert measured.units == len(text.encode("utf-16-be", "surrogatepass")) // 2
    if measured.units <= alone:
        assert measured.segments == (1 if text else 0)
    else:
        assert -(-measured.units // joined) <= measured.segments
        assert measured.segments <= -(-measured.units // (joined - 1))
