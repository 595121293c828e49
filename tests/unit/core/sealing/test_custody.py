"""Custody and the recovery sheet.

1. A wrapped key opens with its passphrase, typed in any Unicode form, and with no other.
2. Parameters travel with it; absurd ones are refused before any memory is asked for.
3. The sheet gives the same wrapped key back, however it is typed.
4. A typing error is found by its line.
"""

from __future__ import annotations

import json

import pytest

from survey.core.sealing import custody, recovery
from survey.core.sealing.errors import RecoveryLinesWrong, SealingError, WrongPassphrase

KEY = bytes(range(32))
CHEAP = custody.Cost(passes=1, memory_kib=64, lanes=1)
PASSPHRASE = "Ångström  garden seven"


@pytest.fixture(scope="module")
def wrapped() -> str:
    """Return a key wrapped at next to no cost."""
    return custody.wrap_key(KEY, PASSPHRASE, cost=CHEAP)


@pytest.fixture(scope="module")
def sheet(wrapped: str) -> list[str]:
    """Return the lines of its recovery sheet."""
    return recovery.recovery_text(wrapped)


def test_default_cost() -> None:
    """1 and 2, at the real cost."""
    text = custody.wrap_key(KEY, PASSPHRASE)
    fields = json.loads(text)
    assert (fields["kdf"], fields["passes"], fields["memory_kib"]) == ("argon2id", 3, 65536)
    assert custody.unwrap_key(text, PASSPHRASE) == KEY


@pytest.mark.parametrize(
    "typed",
    ["Ångström garden seven", "A\u030angstro\u0308m garden seven", " Ångström garden\u3000seven\n"],
)
def test_same_passphrase(wrapped: str, typed: str) -> None:
    """1."""
    assert custody.unwrap_key(wrapped, typed) == KEY


@pytest.mark.parametrize("typed", ["", "ångström garden seven", "Ångström garden seve"])
def test_other_passphrase(wrapped: str, typed: str) -> None:
    """1."""
    with pytest.raises(WrongPassphrase):
        custody.unwrap_key(wrapped, typed)


def test_altered_parameters(wrapped: str) -> None:
    """1."""
    fields = json.loads(wrapped) | {"passes": 2}
    with pytest.raises(WrongPassphrase):
        custody.unwrap_key(json.dumps(fields), PASSPHRASE)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"memory_kib": 10**9}, "wrapped_key_cost"),
        ({"passes": 10**6}, "wrapped_key_cost"),
        ({"lanes": 0}, "wrapped_key_cost"),
        ({"v": 2}, "wrapped_key_version"),
        ({"salt": "AAAA"}, "wrapped_key_format"),
        ({"salt": 7}, "wrapped_key_format"),
        ({"nonce": "!"}, "wrapped_key_format"),
    ],
)
def test_unusable_parameters(wrapped: str, change: dict[str, object], code: str) -> None:
    """2."""
    with pytest.raises(SealingError) as caught:
        custody.unwrap_key(json.dumps(json.loads(wrapped) | change), PASSPHRASE)
    assert caught.value.code == code


@pytest.mark.parametrize("text", ["", "null", "[]", "{}"])
def test_not_a_wrapped_key(text: str) -> None:
    """2."""
    with pytest.raises(SealingError, match="wrapped_key_format"):
        custody.unwrap_key(text, PASSPHRASE)


def test_sheet_is_printable(sheet: list[str]) -> None:
    """3."""
    assert len(sheet) == recovery.LINE_COUNT == 9
    assert [line[:2] for line in sheet] == [f"{n:02d}" for n in range(1, 10)]
    assert {len(line) for line in sheet} == {28}


def test_sheet_gives_the_key_back(wrapped: str, sheet: list[str]) -> None:
    """3."""
    untidy = "\n\n".join(line.lower().replace(" ", "\u00a0") for line in reversed(sheet))
    bare = [line[2:].replace(" ", "-") for line in sheet]
    assert recovery.read_recovery_text(sheet) == wrapped
    assert recovery.read_recovery_text(untidy) == wrapped
    assert recovery.read_recovery_text(bare) == wrapped
    assert custody.unwrap_key(recovery.read_recovery_text(sheet), PASSPHRASE) == KEY


def _mistype(line: str, at: int) -> str:
    return line[:at] + ("A" if line[at] != "A" else "B") + line[at + 1 :]


@pytest.mark.parametrize("at", [4, 11, 18, 27])
def test_typing_error_is_found_by_line(sheet: list[str], at: int) -> None:
    """4."""
    typed = [*sheet[:4], _mistype(sheet[4], at), *sheet[5:]]
    with pytest.raises(RecoveryLinesWrong) as caught:
        recovery.read_recovery_text(typed)
    assert caught.value.lines == (5,)


def test_missing_swapped_and_short_lines(sheet: list[str]) -> None:
    """4."""
    cases = {
        "missing": ([line for line in sheet if not line.startswith("03")], (3,)),
        "short": ([*sheet[:8], sheet[8][:-1]], (9,)),
        "swapped": ([line[2:] for line in [sheet[1], sheet[0], *sheet[2:]]], (1, 2)),
        "empty": ([], tuple(range(1, 10))),
    }
    for typed, wrong in cases.values():
        with pytest.raises(RecoveryLinesWrong) as caught:
            recovery.read_recovery_text(typed)
        assert caught.value.lines == wrong
