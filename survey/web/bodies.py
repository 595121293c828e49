"""How much may be sent where, and that files which are sent never touch the disk.

Every address takes a megabyte. A view that takes a file says so with `takes_files`.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import IO, Any, Final, TypeVar

from flask import Request, current_app

MAX_BODY_BYTES: Final = 1024 * 1024
_MARK: Final = "takes_files_of_bytes"
_OVERHEAD: Final = 64 * 1024

View = TypeVar("View", bound=Callable[..., Any])


def takes_files(most_bytes: int) -> Callable[[View], View]:
    """Mark a view that takes a file of at most this size."""

    def mark(view: View) -> View:
        setattr(view, _MARK, most_bytes + _OVERHEAD)
        return view

    return mark


class BoundedRequest(Request):
    """A request whose largest size depends on who answers it."""

    @property
    def max_content_length(self) -> int | None:
        """The largest body that is read: what the view says, or what was set for this request."""
        if self._max_content_length is not None:
            return self._max_content_length
        view = current_app.view_functions.get(self.endpoint or "")
        most: int = getattr(view, _MARK, MAX_BODY_BYTES)
        return most

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        self._max_content_length = value

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        """Memory: werkzeug would put half a megabyte and more into a file, in the clear."""
        return BytesIO()
