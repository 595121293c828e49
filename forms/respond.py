"""What a resident's form sends: the answers' raw fields beside the code and the page's own."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from binascii import Error as NotBase64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

from werkzeug.datastructures import MultiDict

Act = Literal["answer", "change", "switch"]
"""answer: send, or check before sending. change: back to the questions. switch: other language."""

_ACTS: Final[tuple[Act, ...]] = get_args(Act)
_SUBMISSION_ID: Final = re.compile(r"[A-Za-z0-9_-]{16,64}", re.ASCII)
_OWN: Final = frozenset({"code", "submission_id", "act", "sealed"})
_LONGEST_CODE: Final = 200


@dataclass(frozen=True, slots=True)
class Sending:
    """One post of the resident's form. submission_id is None where it cannot be one.

    sealed: the answers as the phone has sealed them, None where it sends them in fields; empty
    where what it sent is no Base64.
    """

    act: Act
    code: str
    submission_id: str | None
    fields: Mapping[str, Sequence[str]]
    sealed: bytes | None = None


def read_sending(form: MultiDict[str, str]) -> Sending:
    """Sort a submitted form; nothing of what was typed is judged here."""
    asked_for = form.get("act", "")
    submission_id = form.get("submission_id", "")
    return Sending(
        act=next((act for act in _ACTS if act == asked_for), "answer"),
        code=form.get("code", "")[:_LONGEST_CODE],
        submission_id=submission_id if _SUBMISSION_ID.fullmatch(submission_id) else None,
        fields={name: sent for name, sent in form.lists() if name not in _OWN},
        sealed=_decode(form["sealed"]) if "sealed" in form else None,
    )


def _decode(text: str) -> bytes:
    """URL-safe Base64 as scripts write it, without the signs that fill it up."""
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (NotBase64, ValueError):
        return b""
