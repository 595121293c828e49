"""Codes, slots and receipts.

1. The alphabet has 32 letters, none of them 0, O, 1 or I.
2. Letters are the hash's bits, five at a time from the top.
3. A code is the same again for the same home and adult, and differs for any other.
4. What people type for a code is forgiven; what cannot be one is None.
5. Code, check, slot and receipt of one thing are unrelated hashes: fixed values.
6. A receipt finds its slot, and no other receipt does.
7. Letters are uniform.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.core.sealing import codes, receipts, slots
from survey.core.sealing.errors import SealingError
from survey.core.sealing.letters import ALPHABET, normalize_letters, to_letters

SECRET = bytes(range(32))


def test_alphabet() -> None:
    """1."""
    assert len(set(ALPHABET)) == 32
    assert set("01OI").isdisjoint(ALPHABET)
    assert ALPHABET.upper() == ALPHABET


def test_letters_from_the_top() -> None:
    """2."""
    assert to_letters(bytes.fromhex("0044320000"), 4) == "2345"
    assert to_letters(b"\xff" * 32, 12) == "Z" * 12


def test_code_by_hand() -> None:
    """3. The frame of README.md, written out."""
    frames = [b"porchlight v1", b"code", b"12", b"1"]
    message = b"".join(len(part).to_bytes(4, "big") + part for part in frames)
    bits = int.from_bytes(hmac.new(SECRET, message, hashlib.sha256).digest(), "big") >> (256 - 60)
    by_hand = "".join(ALPHABET[bits >> shift & 31] for shift in range(55, -1, -5))
    assert codes.derive_code(SECRET, 12, 1) == by_hand
    assert codes.derive_code(SECRET, "12", 1) == by_hand


def test_codes_differ() -> None:
    """3. Also where home and adult only shift a digit, and with another secret."""
    derived = [
        codes.derive_code(SECRET, home, adult) for home in range(300) for adult in (1, 2, 11)
    ]
    derived += [codes.derive_code(bytes(32), 1, 1)]
    assert len(set(derived)) == len(derived)


@pytest.mark.parametrize(
    "typed",
    [
        "abcd-efgh-jk2m",
        "ABCDEFGHJK2M",
        " abcd efgh\u00a0jk2m\n",
        "ABCD\u2013EFGH\u2014JK2M",
        "ABCD\u2011EFGH\u2212JK2M",
        "ABCD_EFGH.JK2M",
        "ＡＢＣＤ－ＥＦＧＨ－ＪＫ２Ｍ",
        "ａｂｃｄ　ｅｆｇｈ　ｊｋ２ｍ",
        "\u200fABCD-EFGH-JK2M\u200e",
        "ABCD-EFGH-JK\u0662M",
        "ABCD-EFGH-JK\u06f2M",
    ],
)
def test_forgiven(typed: str) -> None:
    """4."""
    assert codes.normalize_code(typed) == "ABCDEFGHJK2M"


def test_look_alikes_of_l() -> None:
    """4."""
    assert {codes.normalize_code(f"ABCD-EFGH-JK2{sign}") for sign in "lLiI1"} == {"ABCDEFGHJK2L"}


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ABCD",
        "ABCD-EFGH-JK2MN",
        "ABCD-EFGH-JK2O",
        "ABCD-EFGH-JK20",
        "ÄBCD-EFGH-JK2M",
        "A" * 5000,
    ],
)
def test_no_code(typed: str) -> None:
    """4."""
    assert codes.normalize_code(typed) is None
    with pytest.raises(SealingError, match="not_a_code"):
        codes.code_check(SECRET, typed)


@given(st.text(max_size=250))
def test_any_text_is_a_code_or_none(typed: str) -> None:
    """4."""
    normal = normalize_letters(typed, 12)
    assert normal is None or (len(normal) == 12 and set(normal) <= set(ALPHABET))


def test_typed_forms_meet_in_one_place() -> None:
    """4."""
    code = codes.derive_code(SECRET, 7, 1)
    shown = codes.format_code(code)
    assert shown == f"{code[:4]}-{code[4:8]}-{code[8:]}"
    assert codes.code_check(SECRET, shown.lower()) == codes.code_check(SECRET, code)
    assert slots.slot_for_code(SECRET, shown.lower()) == slots.slot_for_code(SECRET, code)


def test_purposes_are_apart() -> None:
    """5."""
    code = codes.derive_code(SECRET, 7, 1)
    hashes = {
        codes.code_check(SECRET, code),
        slots.slot_for_code(SECRET, code),
        slots.slot_for_submission(SECRET, code),
    }
    assert {len(value) for value in hashes} == {32}
    assert len(hashes) == 3


@pytest.mark.parametrize("submission", ["", "x" * 65])
def test_submission_ids_have_a_length(submission: str) -> None:
    """5."""
    with pytest.raises(SealingError, match="submission_id_length"):
        slots.slot_for_submission(SECRET, submission)


def test_box_secret_has_a_length() -> None:
    """5. A short secret would make everything guessable: it is refused."""
    with pytest.raises(SealingError, match="box_secret_length"):
        codes.derive_code(b"short", 1, 1)


def test_receipt_finds_its_slot() -> None:
    """6."""
    filled = [slots.slot_for_submission(SECRET, str(n)) for n in range(50)]
    receipt = receipts.receipt_for(SECRET, filled[31])
    assert receipts.normalize_receipt(receipts.format_receipt(receipt).lower()) == receipt
    assert receipts.find_slot(SECRET, receipt, filled) == filled[31]
    assert receipts.find_slot(SECRET, receipt, filled[:31]) is None
    assert receipts.find_slot(bytes(32), receipt, filled) is None


def test_letters_are_uniform() -> None:
    """7. 24,000 letters: chi-square of 31 degrees of freedom below its 99.99 % point."""
    seen = Counter("".join(codes.derive_code(SECRET, home, 1) for home in range(2000)))
    expected = 24_000 / 32
    assert sum((seen[letter] - expected) ** 2 / expected for letter in ALPHABET) < 70.6
