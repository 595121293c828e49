"""A client that checks every HTML page it is given as a page, whatever a test asks of it.

P1  The document parses as HTML5 without an error that a person could be hurt by.
P2  It names its language and direction.
P3  It has exactly one h1, and its title begins with the h1's words, or with "Error: " in one of
    the four languages.
P4  Every id stands once; every label, description and link within the page leads to one.
P5  Nothing is styled or scripted inline, unless the page's own policy names its hash.
P6  Everything that can be filled in has a name that is read aloud.
P7  No attribute holds quotation marks of its template, which browsers would take for its value.
P8  No space stands between two Chinese sentences: the full stop has its gap in itself.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from contextvars import Context
from functools import lru_cache
from typing import Any

import html5lib
import lxml.html
from babel.support import Translations
from flask import has_app_context
from flask.testing import FlaskClient
from lxml.html import HtmlElement as Element
from werkzeug.test import TestResponse

from survey.db import db
from survey.web.locales import LANGUAGES
from tests.support.page_shape import KnownShapes, shape_of

FILLED_IN = ("input", "select", "textarea")
WITHOUT_NAME = {"hidden", "submit", "button"}
ERROR_FIRST = re.compile(
    "|".join(
        re.escape(Translations.load("translations", [one.locale], "messages").gettext("Error:"))
        for one in LANGUAGES.values()
    )
)

WRITTEN = re.compile(r'<(p class="written"|pre|textarea)[\s>].*?</(p|pre|textarea)>', re.DOTALL)
"""Where lines are shown as they were written: paragraphs stand apart there."""
GAP = re.compile("(?:[。！？]|。</b>)\\s+(?:<b>)?(?=[\u3400-\u9fff“《])")

_in_order = KnownShapes()
_reader = lxml.html.HTMLParser(remove_comments=True)


class PageProblem(AssertionError):
    """A page that a test was given is not in order."""


class PageClient(FlaskClient):
    """A test client whose HTML answers are checked before the test sees them."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request, in a context of its own as on a server, and check the page."""
        response = Context().run(super().open, *args, **kwargs)
        if has_app_context():
            # What the test has read before may be older than what the request wrote.
            db.session.rollback()
        if (
            response.mimetype == "text/html"
            and response.data
            and not 300 <= response.status_code < 400
        ):
            check_page(
                unpacked(response),
                policy=response.headers.get("Content-Security-Policy", ""),
            )
        return response


def unpacked(response: TestResponse) -> str:
    """Return the text of a response that may have come compressed."""
    compressed = response.headers.get("Content-Encoding") == "gzip"
    return (gzip.decompress(response.data) if compressed else response.data).decode()


@lru_cache(maxsize=4)
def parse_page(html: str) -> Element:
    """Return the html element of a page. Raises PageProblem for P1.

    A page that is built like others is not parsed strictly again. The last pages are kept, for
    their readers only: what the client has checked is asked by its test for words and headings
    straight afterwards.
    """
    shape = shape_of(html)
    if not _in_order.knows(shape):
        parser = html5lib.HTMLParser()
        parser.parse(html)
        if parser.errors:
            place, code, detail = parser.errors[0]
            raise PageProblem(f"not in order as HTML: {code} {detail} at {place}")
        _in_order.learn(shape)
    document: Element = lxml.html.document_fromstring(html, parser=_reader)
    return document


def check_page(html: str, *, policy: str = "") -> None:
    """Raise PageProblem with everything that is wrong with a page."""
    document = parse_page(html)
    problems = [
        *_language(document),
        *_headings(document),
        *_ids(document),
        *_inline(document, policy),
        *_names(document),
        *_quoted(document),
        *gaps_in(html),
    ]
    if problems:
        raise PageProblem("; ".join(problems))


def text_of(element: Element) -> str:
    """Return the words of an element, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def heading_of(response: TestResponse) -> str:
    """Return the words of a page's h1."""
    return text_of(next(_all(parse_page(response.get_data(as_text=True)), "h1")))


def words_of(response: TestResponse) -> str:
    """Return all the words of a page's body, those of each element apart."""
    body = next(_all(parse_page(response.get_data(as_text=True)), "body"))
    return " ".join(" ".join(body.itertext()).split())


def _all(document: Element, *names: str) -> Iterator[Element]:
    yield from document.iter(*names)


def _language(document: Element) -> Iterator[str]:
    if not document.get("lang"):
        yield "no lang"
    if document.get("dir") not in {"ltr", "rtl"}:
        yield "no dir"


def _headings(document: Element) -> Iterator[str]:
    # What stands in a template is no part of the page until the page's script puts it there.
    inert = {inner for one in _all(document, "template") for inner in one.iter()}
    shown = [heading for heading in _all(document, "h1") if heading not in inert]
    headings = [text_of(heading) for heading in shown]
    titles = [text_of(title) for title in _all(document, "title")][:1]
    if len(headings) != 1:
        yield f"{len(headings)} h1 elements"
    elif not titles:
        yield "no title"
    elif not (titles[0].startswith(headings[0]) or ERROR_FIRST.match(titles[0])):
        yield f"the title {titles[0]!r} does not begin with the h1 {headings[0]!r}"


def _ids(document: Element) -> Iterator[str]:
    ids = Counter(value for element in document.iter() if (value := element.get("id")))
    yield from (f"id {name!r} stands {count} times" for name, count in ids.items() if count > 1)
    for element in document.iter():
        pointed = [element.get("for") or ""]
        for attribute in ("aria-describedby", "aria-labelledby"):
            pointed += (element.get(attribute) or "").split()
        href = element.get("href") or ""
        pointed += [href[1:]] if href.startswith("#") else []
        yield from (f"nothing has the id {name!r}" for name in pointed if name and name not in ids)


def _inline(document: Element, policy: str) -> Iterator[str]:
    for element in document.iter():
        name = element.tag
        if element.get("style") is not None:
            yield f"an inline style on {name}"
        if any(attribute.startswith("on") for attribute in element.keys()):  # noqa: SIM118
            yield f"an inline script on {name}"
        inline = name == "style" or (name == "script" and element.get("src") is None)
        if inline and element.get("type") != "application/json":
            digest = hashlib.sha256("".join(element.itertext()).encode()).digest()
            if f"'sha256-{base64.b64encode(digest).decode()}'" not in policy:
                yield f"an inline {name} that the page's policy does not know"


def _names(document: Element) -> Iterator[str]:
    labelled = {label.get("for") for label in _all(document, "label") if text_of(label)}
    wrapped = {
        inner
        for label in _all(document, "label")
        if text_of(label)
        for inner in _all(label, *FILLED_IN)
    }
    for control in _all(document, *FILLED_IN):
        if control.get("type") in WITHOUT_NAME:
            continue
        named = control.get("aria-label") or control.get("aria-labelledby")
        if not (named or control.get("id") in labelled or control in wrapped):
            yield f"no label for {control.get('name')!r}"
    for button in _all(document, "button"):
        hidden = button.get("aria-hidden") == "true"
        if not (hidden or text_of(button) or button.get("aria-label")):
            yield "a button without words"


def _quoted(document: Element) -> Iterator[str]:
    for element in document.iter():
        for attribute, value in element.attrib.items():
            if value.startswith(('"', "'")) and value.endswith(value[0]):
                yield f"{attribute} of {element.tag} holds quotation marks: {value}"


def gaps_in(html: str) -> Iterator[str]:
    """Yield each space between two Chinese sentences (P8)."""
    html = WRITTEN.sub("", html)
    for gap in GAP.finditer(html):
        yield f"a gap between Chinese sentences: {html[gap.start() - 9 : gap.end() + 9]!r}"
