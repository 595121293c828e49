"""HPKE.

1. The receiver of rfc9180.py opens the vectors of RFC 9180 appendix A.3.1.
2. That receiver opens what `seal` makes: so the library's format is the RFC's, `enc || ct`.
3. `unseal` opens what was sealed for this key in this context, and nothing else.
4. Two seals of one text differ everywhere.
5. A key that is none is refused by name.
"""

from __future__ import annotations

import pytest

from survey.core.sealing import hpke
from survey.core.sealing.errors import SealingError
from tests.unit.core.sealing import rfc9180

PRIVATE = bytes.fromhex("f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2")
PUBLIC = bytes.fromhex(
    "04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a82"
    "6a779b4cf969b8a0e539c7f62fb3d30ad6aa8f80e30f1d128aafd68a2ce72ea0"
)
ENC = bytes.fromhex(
    "04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac9"
    "8536d7b61a1af4b78e5b7f951c0900be863c403ce65c9bfcb9382657222d18c4"
)
INFO = bytes.fromhex("4f6465206f6e2061204772656369616e2055726e")
PLAINTEXT = bytes.fromhex("4265617574792069732074727574682c20747275746820626561757479")
CIPHERTEXTS = (
    "5ad590bb8baa577f8619db35a36311226a896e7342a6d836d8b7bcd2f20b6c7f9076ac232e3ab2523f39513434",
    "fa6f037b47fc21826b610172ca9637e82d6e5801eb31cbd3748271affd4ecb06646e0329cbdf3c3cd655b28e82",
)


@pytest.mark.parametrize("sequence", [0, 1])
def test_published_vectors(sequence: int) -> None:
    """1."""
    opened = rfc9180.open_sealed(
        ENC + bytes.fromhex(CIPHERTEXTS[sequence]),
        private=PRIVATE,
        public=PUBLIC,
        info=INFO,
        aad=f"Count-{sequence}".encode(),
        sequence=sequence,
    )
    assert opened == PLAINTEXT


def test_published_key_pair() -> None:
    """1."""
    assert hpke.public_key_of(PRIVATE) == PUBLIC


def test_library_seals_as_the_rfc_says() -> None:
    """2."""
    sealed = hpke.seal(PUBLIC, PLAINTEXT, info=INFO)
    assert len(sealed) == len(PLAINTEXT) + hpke.OVERHEAD_BYTES
    opened = rfc9180.open_sealed(sealed, private=PRIVATE, public=PUBLIC, info=INFO)
    assert opened == PLAINTEXT


def test_round_trip_with_a_new_key() -> None:
    """3."""
    private, public = hpke.generate_opening_key()
    assert (len(private), len(public), public[0]) == (32, 65, 4)
    sealed = hpke.seal(public, b"an answer", info=b"here")
    assert hpke.unseal(private, sealed, info=b"here") == b"an answer"


def test_nothing_else_opens() -> None:
    """3."""
    private, public = hpke.generate_opening_key()
    stranger, _ = hpke.generate_opening_key()
    sealed = hpke.seal(public, b"an answer", info=b"here")
    touched = sealed[:-1] + bytes([sealed[-1] ^ 1])
    cases = [
        (stranger, sealed, b"here"),
        (private, sealed, b"there"),
        (private, touched, b"here"),
        (private, sealed[:40], b"here"),
        (private, b"", b"here"),
        (private, b"\x00" * len(sealed), b"here"),
    ]
    codes = []
    for key, text, info in cases:
        with pytest.raises(SealingError) as caught:
            hpke.unseal(key, text, info=info)
        codes.append(caught.value.code)
    assert codes == ["not_opened"] * len(cases)


def test_fresh_every_time() -> None:
    """4."""
    _, public = hpke.generate_opening_key()
    first, second = (hpke.seal(public, bytes(300), info=b"") for _ in range(2))
    same = sum(a == b for a, b in zip(first[1:], second[1:], strict=True))
    assert same < 30


@pytest.mark.parametrize(
    ("private", "code"),
    [
        (b"", "private_key_length"),
        (bytes(32), "private_key_range"),
        (b"\xff" * 32, "private_key_range"),
    ],
)
def test_private_key_that_is_none(private: bytes, code: str) -> None:
    """5."""
    with pytest.raises(SealingError) as caught:
        hpke.unseal(private, bytes(100), info=b"")
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("public", "code"), [(b"", "public_key_length"), (b"\x04" + bytes(64), "public_key_point")]
)
def test_public_key_that_is_none(public: bytes, code: str) -> None:
    """5."""
    with pytest.raises(SealingError) as caught:
        hpke.seal(public, b"", info=b"")
    assert caught.value.code == code


def test_fingerprint() -> None:
    """A fixed value, so that a promise made once can be checked later."""
    assert hpke.public_fingerprint(PUBLIC) == (
        "8710cee59cfe355aed7b658ce51b8269ee732b1f70a97c25c7e9cece1e6b14aa"
    )
