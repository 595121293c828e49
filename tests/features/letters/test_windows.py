"""How large an address is set.

W1  The largest size in which its lines, broken where they are too long, are not too many.
W2  Capital letters and Chinese characters are wider than small letters.
W3  What fits in no size is set in the smallest.
"""

from __future__ import annotations

import pytest

from survey.letters.windows import window_size


@pytest.mark.parametrize(
    ("lines", "size"),
    [
        (["The Rivera family", "10 Elm St", "St. Paul, MN 55102"], "plain"),
        (["a" * 42] * 5, "plain"),
        (["a" * 42] * 4 + ["a" * 43], "close"),
        (["A" * 33] * 5, "close"),
        (["a" * 42, *["住" * 22] * 4], "close"),
        (["a" * 47] * 5, "closest"),
        (["a" * 120] * 5, "closest"),
        ([], "plain"),
    ],
)
def test_s2_size_of_an_address(lines: list[str], size: str) -> None:
    assert window_size(lines) == size
