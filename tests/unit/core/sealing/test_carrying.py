"""What a page carries, locked.

C1  It opens for the same key and context, and to exactly what was locked.
C2  It opens for nothing else, and altered in no way; what is no lock is told as such.
C3  Its length says nothing; locked twice, it is never the same.
"""

from __future__ import annotations

import pytest

from survey.core.sealing.carrying import carrying_key, lock, unlock
from survey.core.sealing.errors import SealingError

KEY = carrying_key(b"a secret of the application", b"salt of a sitting")
VALUE = {"code": "ABCD", "first": {"per_bel_01": 4, "opn_01": "Ein Garten. حديقة"}}
SIZE = 512


def test_it_opens() -> None:
    """C1"""
    assert unlock(KEY, lock(KEY, VALUE, size=SIZE, context=b"a"), context=b"a") == VALUE


def test_it_opens_nowhere_else() -> None:
    """C2"""
    locked = lock(KEY, VALUE, size=SIZE, context=b"a")
    other = carrying_key(b"a secret of the application", b"another salt")
    flipped = locked[:40] + ("A" if locked[40] != "A" else "B") + locked[41:]
    for key, text, context in (
        (other, locked, b"a"),
        (KEY, locked, b"b"),
        (KEY, flipped, b"a"),
        (KEY, locked[:-4], b"a"),
        (KEY, "", b"a"),
        (KEY, "no lock at all", b"a"),
        (KEY, "é", b"a"),
    ):
        with pytest.raises(SealingError) as refused:
            unlock(key, text, context=context)
        assert refused.value.code == "not_carried"


def test_its_length_says_nothing() -> None:
    """C3"""
    locked = [
        lock(KEY, one, size=SIZE, context=b"a") for one in (VALUE, VALUE, {}, {"a": "b" * 400})
    ]
    assert len({len(one) for one in locked}) == 1
    assert len(set(locked)) == 4
    assert all("ABCD" not in one for one in locked)
