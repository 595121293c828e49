"""Envelopes and padding.

1. Sealed sizes depend on nothing but the size given.
2. What was sealed comes back; in another wave, or as the other kind, it does not open.
3. What is sealed but is no answer set is refused by name, never by a crash.
4. The digest is free of order, and any change of a byte changes it.
5. padded_size bounds the longest answer set and is a multiple of 256.
6. The documented byte layout is the one that is sealed.
"""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.core.sealing import envelopes, hpke, padding
from survey.core.sealing.errors import SealingError
from tests.unit.core.sealing import rfc9180

PRIVATE, PUBLIC = hpke.generate_opening_key()
SLIP = envelopes.Slip("lower_cost", "code", "ar", "0123456789abcdef", "server")


@pytest.mark.parametrize("answers", [{}, {"a": 1}, {"open": "é" * 400}, {"m": ["x", "y"]}])
def test_one_size_for_all(answers: dict[str, object]) -> None:
    """1 and 2."""
    sealed = envelopes.seal_answers(PUBLIC, answers, size=1024, wave_id="w1")
    assert len(sealed) == envelopes.sealed_size(1024) == 1024 + 81
    assert envelopes.open_answers(PRIVATE, sealed, wave_id="w1") == answers


def test_slips_have_one_size() -> None:
    """1 and 2."""
    slips = [SLIP, envelopes.Slip(None, "link", "en", "", "phone"), replace(SLIP, stratum="s" * 40)]
    sealed = [envelopes.seal_slip(PUBLIC, slip, wave_id="w1") for slip in slips]
    assert {len(text) for text in sealed} == {envelopes.sealed_size(envelopes.SLIP_BYTES)}
    assert [envelopes.open_slip(PRIVATE, text, wave_id="w1") for text in sealed] == slips


def test_bound_to_wave_and_kind() -> None:
    """2."""
    answers = envelopes.seal_answers(PUBLIC, {"a": 1}, size=512, wave_id="w1")
    slip = envelopes.seal_slip(PUBLIC, SLIP, wave_id="w1")
    with pytest.raises(SealingError, match="not_opened"):
        envelopes.open_answers(PRIVATE, answers, wave_id="w2")
    with pytest.raises(SealingError, match="not_opened"):
        envelopes.open_slip(PRIVATE, slip, wave_id="w2")
    with pytest.raises(SealingError, match="not_opened"):
        envelopes.open_answers(PRIVATE, slip, wave_id="w1")


def test_too_large() -> None:
    """1. Nothing is cut short silently."""
    with pytest.raises(SealingError, match="too_large_to_seal"):
        envelopes.seal_answers(PUBLIC, {"open": "x" * 300}, size=256, wave_id="w1")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "not_json"),
        (b"\xff\xfe", "not_json"),
        (b"[" * 900, "not_json"),
        (b'{"a":NaN}', "not_json"),
        (b"[]", "not_an_object"),
        (b"7", "not_an_object"),
    ],
)
def test_sealed_nonsense(body: bytes, code: str) -> None:
    """3. A phone may seal anything."""
    sealed = hpke.seal(PUBLIC, padding.pad(body, 1024), info=envelopes.answers_info("w1"))
    with pytest.raises(SealingError) as caught:
        envelopes.open_answers(PRIVATE, sealed, wave_id="w1")
    assert caught.value.code == code


def test_text_that_no_database_takes() -> None:
    """3. One odd sign does not cost a whole answer set."""
    body = b'{"open":"a\\ud800b\\u0000c","m":["\\udfff"]}'
    sealed = hpke.seal(PUBLIC, padding.pad(body, 256), info=envelopes.answers_info("w1"))
    assert envelopes.open_answers(PRIVATE, sealed, wave_id="w1") == {"open": "a?bc", "m": ["?"]}


NO_SLIPS: list[dict[str, object]] = [
    {},
    {"stratum": None},
    {"extra": 1},
    asdict(SLIP) | {"language": ["ar"]},
    asdict(SLIP) | {"stratum": {"a": "b"}},
]


@pytest.mark.parametrize("fields", NO_SLIPS)
def test_sealed_but_no_slip(fields: dict[str, object]) -> None:
    """3."""
    body = padding.pad(json.dumps(fields).encode(), envelopes.SLIP_BYTES)
    sealed = hpke.seal(PUBLIC, body, info=envelopes.slip_info("w1"))
    with pytest.raises(SealingError, match="not_a_slip"):
        envelopes.open_slip(PRIVATE, sealed, wave_id="w1")


def test_slip_words_are_known() -> None:
    """3."""
    with pytest.raises(SealingError, match="slip_word"):
        replace(SLIP, mode="carrier pigeon")


def test_digest_is_free_of_order() -> None:
    """4."""
    pairs = [(bytes([n]) * 32, b"answers", b"slip") for n in range(9)]
    shuffled = Random(4).sample(pairs, len(pairs))
    assert envelopes.envelopes_digest(shuffled) == envelopes.envelopes_digest(pairs)


def test_digest_sees_every_change() -> None:
    """4."""
    base = [(b"a" * 32, b"one", b"two"), (b"b" * 32, b"one", b"two")]
    others = [
        [],
        base[:1],
        [*base, base[0]],
        [(b"a" * 32, b"onet", b"wo"), base[1]],
        [(b"a" * 32, b"onf", b"two"), base[1]],
    ]
    digests = {envelopes.envelopes_digest(case) for case in [base, *others]}
    assert len(digests) == 6
    assert {len(digest) for digest in digests} == {64}


@given(st.binary(max_size=400), st.integers(405, 600))
def test_padding_round_trip(data: bytes, size: int) -> None:
    """6."""
    padded = padding.pad(data, size)
    assert len(padded) == size
    assert padded[:5] == b"\x01" + len(data).to_bytes(4, "big")
    assert padding.unpad(padded) == data


@pytest.mark.parametrize(
    ("padded", "code"),
    [
        (b"", "padding_format"),
        (b"\x02\x00\x00\x00\x00", "padding_format"),
        (b"\x01\x00\x00\x00\x09abc", "padding_length"),
        (b"\x01\x00\x00\x00\x01ab", "padding_length"),
    ],
)
def test_other_layouts_are_refused(padded: bytes, code: str) -> None:
    """6."""
    with pytest.raises(SealingError) as caught:
        padding.unpad(padded)
    assert caught.value.code == code


def test_documented_layout() -> None:
    """6. Opened with nothing but the README and RFC 9180."""
    sealed = envelopes.seal_answers(PUBLIC, {"b": 2, "a": "é"}, size=256, wave_id="w1")
    padded = rfc9180.open_sealed(
        sealed, private=PRIVATE, public=PUBLIC, info=b"porchlight answers v1|w1"
    )
    body = '{"a":"é","b":2}'.encode()
    assert padded == b"\x01" + len(body).to_bytes(4, "big") + body + bytes(256 - 5 - len(body))


def test_many_at_once() -> None:
    """2 and 3. What does not open, or is none, costs its own place and no other."""
    answers = [envelopes.seal_answers(PUBLIC, {"a": n}, size=512, wave_id="w1") for n in range(3)]
    slips = [envelopes.seal_slip(PUBLIC, SLIP, wave_id="w1") for _ in range(2)]
    no_set = hpke.seal(PUBLIC, padding.pad(b"[]", 512), info=envelopes.answers_info("w1"))
    no_slip = hpke.seal(PUBLIC, padding.pad(b"{}", 512), info=envelopes.slip_info("w1"))
    broken = bytes([answers[1][0]]) + bytes(len(answers[1]) - 1)
    key = hpke.load_opening_key(PRIVATE)
    assert envelopes.open_answers_of_many(
        key, [answers[0], broken, slips[0], b"", no_set, answers[2]], wave_id="w1"
    ) == [{"a": 0}, None, None, None, None, {"a": 2}]
    assert envelopes.open_slips_of_many(
        key, [slips[0], no_slip, b"", answers[0], slips[1]], wave_id="w1"
    ) == [SLIP, None, None, None, SLIP]
    assert envelopes.open_answers_of_many(key, [], wave_id="w1") == []
