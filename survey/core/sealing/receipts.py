"""Receipts: short letters that prove an envelope arrived and can withdraw it."""

from __future__ import annotations

import hmac
from collections.abc import Iterable

from survey.core.sealing.keyed import keyed_hash
from survey.core.sealing.letters import group_letters, normalize_letters, to_letters

RECEIPT_LENGTH = 12


def receipt_for(box_secret: bytes, slot: bytes) -> str:
    """The receipt of a slot, 12 letters: the same however often the slot is filled again."""
    return to_letters(keyed_hash(box_secret, "receipt", slot), RECEIPT_LENGTH)


def normalize_receipt(text: str) -> str | None:
    """The receipt somebody typed, 12 letters, or None when it cannot be one."""
    return normalize_letters(text, RECEIPT_LENGTH)


def format_receipt(receipt: str) -> str:
    """The receipt as pages show it: ABCD-EFGH-JKLM."""
    return group_letters(receipt)


def find_slot(box_secret: bytes, receipt: str, slots: Iterable[bytes]) -> bytes | None:
    """The slot that this receipt belongs to, or None.

    Computes every slot's receipt and compares in constant time: one HMAC a slot, so that no
    column has to remember receipts. `receipt` is normalized.
    """
    found = None
    for slot in slots:
        if hmac.compare_digest(receipt_for(box_secret, slot), receipt):
            found = slot
    return found
