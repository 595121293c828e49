"""Sending text messages by an HTTP gateway whose form of requests the settings describe.

Number and text stand in the body of a request, never in its address, which logs could keep.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import parse_qsl, urlencode

import urllib3

from survey.channels import TextSettings
from survey.core.sending.refusals import NotSent

_LATER: Final = frozenset({401, 403, 404, 405, 407, 408, 413, 415, 425, 429})
"""Statuses that speak of the account, the address or the pace, not of this message."""

_LONGEST_ANSWER: Final = 64 * 1024


class TextGateway:
    """A gateway as the settings describe it: `with TextGateway(settings) as gateway`."""

    def __init__(self, settings: TextSettings) -> None:
        self._settings = settings
        self._pool = urllib3.PoolManager(
            timeout=urllib3.Timeout(total=settings.timeout_seconds), retries=False, maxsize=1
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.clear()

    def send(self, text: str, *, recipient: str, reference: str) -> None:
        """Hand one message over. Raises NotSent.

        recipient: E.164. reference: the same when a message is repeated, for gateways that look.
        """
        body, kind = fill_body(self._settings, {"to": recipient, "text": text, "id": reference})
        headers = {"Content-Type": kind, "Accept": "application/json"}
        headers.update(self._settings.headers)
        try:
            answer = self._pool.request(
                self._settings.method,
                self._settings.url,
                body=body,
                headers=headers,
                redirect=False,
                preload_content=False,
            )
            try:
                read = answer.read(_LONGEST_ANSWER, decode_content=True)
            finally:
                answer.close()
        except (urllib3.exceptions.HTTPError, OSError):
            raise NotSent("no_connection") from None
        self._judge(answer.status, read)

    def _judge(self, status: int, answer: bytes) -> None:
        taken = status in self._settings.success if self._settings.success else status // 100 == 2
        if not taken:
            of_message = status // 100 == 4 and status not in _LATER
            raise NotSent(f"http_{status}", of_message=of_message, lasting=of_message)
        if self._settings.id_field and not _has(answer, self._settings.id_field):
            raise NotSent("http_no_id", of_message=True, lasting=True)


def fill_body(settings: TextSettings, values: Mapping[str, str]) -> tuple[bytes, str]:
    """A request's body with values put in, and its media type."""
    if settings.form:
        pairs = [(name, _fill(value, values)) for name, value in parse_qsl(settings.body)]
        return urlencode(pairs).encode(), "application/x-www-form-urlencoded"
    filled = _fill_all(json.loads(settings.body), values)
    return json.dumps(filled).encode(), "application/json"


def _fill_all(part: Any, values: Mapping[str, str]) -> Any:
    if isinstance(part, str):
        return _fill(part, values)
    if isinstance(part, list):
        return [_fill_all(one, values) for one in part]
    if isinstance(part, dict):
        return {name: _fill_all(one, values) for name, one in part.items()}
    return part


def _fill(template: str, values: Mapping[str, str]) -> str:
    """Names in braces replaced, in one pass: what a text says is not looked through again."""
    first, *rest = template.split("{")
    filled = [first]
    for piece in rest:
        name, brace, after = piece.partition("}")
        known = brace and name in values
        filled.append(values[name] + after if known else "{" + piece)
    return "".join(filled)


def _has(answer: bytes, path: str) -> bool:
    """Whether a dotted path leads to something in a JSON answer: "messages.0.id"."""
    try:
        here: Any = json.loads(answer)
    except ValueError:
        return False
    for step in path.split("."):
        if isinstance(here, dict):
            here = here.get(step)
        elif isinstance(here, list) and step.isdecimal() and int(step) < len(here):
            here = here[int(step)]
        else:
            return False
    return here not in (None, "")
