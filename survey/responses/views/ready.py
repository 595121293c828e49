"""The document as answers that are put together once and then only sent, to everybody the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Response, request
from werkzeug.datastructures import Headers

from survey.responses.rendering import Rendered
from survey.web.headers import set_headers

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


class _Finished(Response):
    """An answer that nobody changes any more: threads send the same one at the same time."""

    def finish(self) -> _Finished:
        """Put the headers together for good."""
        set_headers(self)
        self.says_all = True
        self.freeze()
        self._finished = super().get_wsgi_headers({})
        return self

    def get_wsgi_headers(self, environ: WSGIEnvironment) -> Headers:
        """Those headers, whoever asks."""
        return self._finished


@dataclass(frozen=True, slots=True)
class Ready:
    """A document's three answers: for who unpacks it, for who cannot, for who has it already."""

    etag: str
    compressed: Response
    plain: Response
    unchanged: Response

    def answer(self) -> Response:
        """The one for this request."""
        said = request.environ
        if "HTTP_IF_NONE_MATCH" in said and request.if_none_match.contains_weak(self.etag):
            return self.unchanged
        return self.compressed if _unpacks(said.get("HTTP_ACCEPT_ENCODING", "")) else self.plain


def _unpacks(said: str) -> bool:
    """Whether gzip may be sent to who says this. Browsers only list what they take, which is read
    in a tenth of the time of a list with weights.
    """
    if ";" in said or "*" in said:
        return bool(request.accept_encodings["gzip"])
    return "gzip" in said.replace(" ", "").lower().split(",")


def make_ready(rendered: Rendered, *, kiosk: bool) -> Ready:
    """A rendered document, ready to be sent."""
    headers = {
        "ETag": f'W/"{rendered.etag}"',
        "Content-Security-Policy": rendered.policy,
        # A shared tablet must not bring a page back as the last person left it.
        "Cache-Control": "no-store" if kiosk else "public, max-age=0, must-revalidate",
        "Vary": "Accept-Encoding, Accept-Language",
    }
    packed = {**headers, "Content-Encoding": "gzip"}
    return Ready(
        etag=rendered.etag,
        compressed=_Finished(rendered.compressed, headers=packed, mimetype="text/html").finish(),
        plain=_Finished(rendered.body, headers=headers, mimetype="text/html").finish(),
        unchanged=_Finished(status=304, headers=headers).finish(),
    )
