"""Slots: where an envelope lies, so that sending again replaces it."""

from __future__ import annotations

from survey.core.sealing.codes import canonical_code
from survey.core.sealing.errors import SealingError
from survey.core.sealing.keyed import keyed_hash

SLOT_BYTES = 32
MAX_SUBMISSION_ID_LENGTH = 64


def slot_for_code(box_secret: bytes, code: str) -> bytes:
    """The slot of a code, 32 bytes; without the box secret unrelated to the code and its check."""
    return keyed_hash(box_secret, "slot", b"code", canonical_code(code))


def slot_for_submission(box_secret: bytes, submission_id: str) -> bytes:
    """The slot of a page's submission id where there are no codes, 32 bytes."""
    if not 1 <= len(submission_id) <= MAX_SUBMISSION_ID_LENGTH:
        raise SealingError("submission_id_length", length=len(submission_id))
    return keyed_hash(box_secret, "slot", b"submission", submission_id.encode())
