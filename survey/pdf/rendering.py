"""From HTML to a tagged PDF (PDF/UA-1), offline and the same bytes for the same input.

WeasyPrint is imported where it is used: it loads Pango and takes half a second, and the
application must start where it is not installed.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from threading import get_ident
from typing import Any, Final, NoReturn

from survey.pdf.korean import keep_words
from survey.pdf.mending import mend
from survey.pdf.tagging import finish_tables

log = logging.getLogger("porchlight.pdf")

VARIANT: Final = "pdf/ua-1"
_PROGRESS: Final = logging.getLogger("weasyprint.progress")
_LAYING_OUT: Final = "Step 5 - Creating layout - Page"


class AddressRefused(RuntimeError):
    """A page to print asked for something by address; nothing was loaded and nothing printed."""


class DoesNotFit(RuntimeError):
    """A page to print takes more pages than it may."""


@dataclass(frozen=True, slots=True)
class EmbeddedFile:
    """A file that travels inside the PDF, for example its figures as a table.

    `dated_on` stands as the day of its making: the same content gives the same bytes.
    """

    name: str
    description: str
    content: bytes
    dated_on: date


def render(
    html: str,
    *,
    stylesheets: Sequence[Path],
    attachments: Sequence[EmbeddedFile] = (),
    most_pages: int | None = None,
    zoom: float = 1.0,
    on_page: Callable[[int], None] | None = None,
) -> bytes:
    """Return the PDF of a page whose styles are given as files; nothing else is loaded.

    The document's identifier is the hash of what it was made from. Raises AddressRefused for a
    page that asks for anything by address, DoesNotFit where it takes more than `most_pages`, and
    OSError where Pango is not installed. zoom: of everything, the paper included. on_page: called
    with the number of each page that is laid out; what it raises ends the work.
    """
    options = {
        "pdf_variant": VARIANT,
        "pdf_identifier": _identifier(html, stylesheets, attachments),
        "attachments": [_attachment(file) for file in attachments],
    }
    with _refusing(), _watching(on_page):
        styles, printed = _lay_out(html, stylesheets, **options)
        if most_pages is not None and len(printed.pages) > most_pages:
            raise DoesNotFit(f"{len(printed.pages)} pages, where {most_pages} are allowed")
        pdf: bytes = printed.write_pdf(
            zoom=zoom, finisher=finish_tables, stylesheets=styles, **options
        )
    return pdf


def count_pages(html: str, *, stylesheets: Sequence[Path]) -> int:
    """Return how many pages a page to print takes, without making a PDF of it.

    Raises AddressRefused and OSError as `render` does.
    """
    with _refusing():
        _styles, printed = _lay_out(html, stylesheets)
        return len(printed.pages)


def _lay_out(html: str, stylesheets: Sequence[Path], **options: object) -> tuple[Any, Any]:
    """The parsed styles, and the pages."""
    import weasyprint  # noqa: PLC0415  see the module's docstring
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    keep_words()
    styles = [_parse_style(path, path.stat().st_mtime_ns) for path in stylesheets]
    page = weasyprint.HTML(string=html, url_fetcher=_refuse_everything())
    mend(page.etree_element)
    return styles, page.render(font_config=FontConfiguration(), stylesheets=styles, **options)


@lru_cache(maxsize=8)
def _parse_style(path: Path, _changed_at: int) -> Any:
    """A style, parsed once a process: that takes as long as laying out a short page.

    It may not bring fonts of its own, which would belong to one document.
    """
    import weasyprint  # noqa: PLC0415  see the module's docstring

    return weasyprint.CSS(string=path.read_text(encoding="utf-8"), url_fetcher=_refuse_everything())


@contextmanager
def _refusing() -> Iterator[None]:
    """Tell a page that asked for something by address from every other failure."""
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415

    try:
        yield
    except FatalURLFetchingError as error:  # not an Exception: it would end the whole thread
        raise AddressRefused(str(error)) from None


@contextmanager
def _watching(on_page: Callable[[int], None] | None) -> Iterator[None]:
    """Tell of each page while it is laid out, by the logger that WeasyPrint has for that."""
    if on_page is None:
        yield
        return
    watcher, level = _Pages(on_page), _PROGRESS.level
    _PROGRESS.addHandler(watcher)
    # Its other lines are for nobody: they would stand in the log of the server.
    _PROGRESS.setLevel(logging.INFO)
    _PROGRESS.propagate = False
    try:
        yield
    finally:
        _PROGRESS.removeHandler(watcher)
        _PROGRESS.setLevel(level)
        _PROGRESS.propagate = True


class _Pages(logging.Handler):
    """Hears of the pages that its own thread lays out; of other documents in other threads not."""

    def __init__(self, on_page: Callable[[int], None]) -> None:
        super().__init__()
        self._on_page, self._thread = on_page, get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread and str(record.msg).startswith(_LAYING_OUT):
            self._on_page(record.args[0])  # type: ignore[index,arg-type]  # "Page %d"


def _identifier(
    html: str, stylesheets: Sequence[Path], attachments: Sequence[EmbeddedFile]
) -> bytes:
    digest = hashlib.sha256(html.encode())
    for part in (
        *(path.read_bytes() for path in stylesheets),
        *(file.content for file in attachments),
    ):
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()[:32].encode()


def _attachment(file: EmbeddedFile) -> Any:
    import weasyprint  # noqa: PLC0415  see the module's docstring

    return weasyprint.Attachment(
        string=file.content,
        created=datetime.combine(file.dated_on, time(), UTC),
        modified=datetime.combine(file.dated_on, time(), UTC),
        name=file.name,
        description=file.description,
        relationship="Data",
    )


def _refuse_everything() -> Any:
    """Return a fetcher that loads nothing: a summary needs no picture, font or sheet by address."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher  # noqa: PLC0415

    class RefusingFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        def fetch(self, url: str, headers: object = None) -> NoReturn:
            log.error("a page to print asked for an address")
            raise FatalURLFetchingError("a page to print may not load anything by address")

    return RefusingFetcher()
