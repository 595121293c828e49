"""A browser without JavaScript: follows links, fills in what a page offers, presses its buttons.

It cannot send what a page does not let a person send: an answer that is not offered, a field that
is not there, a form's token that was not in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import Flask
from lxml.html import HtmlElement as Element
from werkzeug.test import TestResponse

from tests.support.pages import PageClient, parse_page, text_of, unpacked

Filling = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was received: where from, its status, its elements."""

    address: str
    status: int
    document: Element

    def all(self, *names: str) -> Iterator[Element]:
        """Every element with one of these names, in order."""
        yield from self.document.iter(*names)

    @property
    def words(self) -> str:
        """All the words of the page's body."""
        return " ".join(" ".join(next(self.all("body")).itertext()).split())

    @property
    def heading(self) -> str:
        """The words of its h1."""
        return text_of(next(self.all("h1")))

    def texts(self, css_class: str) -> list[str]:
        """The words of each element of a class."""
        return [
            text_of(element)
            for element in self.document.iter()
            if css_class in (element.get("class") or "").split()
        ]

    def by_id(self, name: str) -> Element:
        """The element with an id."""
        return next(one for one in self.document.iter() if one.get("id") == name)

    def links(self) -> list[str]:
        """Where its links lead."""
        return [element.get("href") or "" for element in self.all("a")]

    def choice(self, words: str) -> str:
        """The value of the box or circle whose label has these words."""
        label = next(one for one in self.all("label") if words in text_of(one))
        return str(self.by_id(label.get("for") or "").attrib["value"])

    def button(self, wanted: str) -> tuple[Element, Element]:
        """A form and its button with these words in it, or of this .class."""
        for form in self.all("form"):
            for button in form.iter("button"):
                classes = (button.get("class") or "").split()
                found = wanted[1:] in classes if wanted[0] == "." else wanted in text_of(button)
                if found and button.get("disabled") is None:
                    return form, button
        raise AssertionError(f"no button {wanted!r} on {self.address}: {self.words[:2000]}")


class Browser:
    """One person's browser, with cookies of its own."""

    def __init__(self, app: Flask, language: str = "en") -> None:
        self.client = PageClient(app, use_cookies=True)
        self._headers = {"Accept": "text/html", "Accept-Language": language}

    def visit(self, address: str) -> Page:
        """Go to an address and wherever it leads."""
        reply = self.client.get(address, headers=self._headers, follow_redirects=True)
        return _page(reply)

    def press(self, page: Page, button: str, filling: Filling | None = None) -> Page:
        """Fill in the form that has this button, press it, and go where it leads."""
        return _page(self.fetch(page, button, filling))

    def fetch(self, page: Page, button: str, filling: Filling | None = None) -> TestResponse:
        """The same where a button brings a file."""
        form, pressed = page.button(button)
        fields = _fill(_fields_of(form), filling or {}, form)
        if pressed.get("name"):
            fields[pressed.get("name") or ""] = [pressed.get("value") or ""]
        assert form.get("method") == "post", page.address
        return self.client.post(
            form.get("action") or page.address,
            data=fields,
            headers=self._headers,
            follow_redirects=True,
        )

    def download(self, address: str) -> TestResponse:
        """Get a file."""
        reply = self.client.get(address)
        assert reply.status_code == 200, address
        return reply


def _page(reply: TestResponse) -> Page:
    assert reply.mimetype == "text/html", (reply.request.path, reply.mimetype)
    return Page(reply.request.path, reply.status_code, parse_page(unpacked(reply)))


def _fields_of(form: Element) -> dict[str, list[str]]:
    """What a form would send if nothing were changed."""
    fields: dict[str, list[str]] = {}
    for control in form.iter():
        name = control.get("name")
        if name is None or control.get("disabled") is not None:
            continue
        if (value := _value_of(control)) is not None:
            fields.setdefault(name, []).append(value)
    return fields


def _value_of(control: Element) -> str | None:
    """What one control sends, None where it sends nothing."""
    kind = str(control.tag)
    if kind == "textarea":
        return (control.text or "").removeprefix("\n")
    if kind == "select":
        options = list(control.iter("option"))
        chosen = [one for one in options if one.get("selected") is not None] or options[:1]
        return chosen[0].get("value") if chosen else None
    if kind != "input":
        return None
    if control.get("type") in {"radio", "checkbox"} and control.get("checked") is None:
        return None
    return control.get("value") or ("on" if control.get("type") == "checkbox" else "")


def _fill(fields: dict[str, list[str]], filling: Filling, form: Element) -> dict[str, list[str]]:
    for name, given in filling.items():
        values = [given] if isinstance(given, str) else list(given)
        controls = [one for one in form.iter() if one.get("name") == name]
        assert controls, f"there is no field {name!r} to fill in"
        offered = _offered(controls)
        assert offered is None or set(values) <= offered, (name, values, offered)
        fields[name] = values
    return fields


def _offered(controls: Sequence[Element]) -> set[str] | None:
    """What can be chosen; None for a field that takes any text."""
    if controls[0].tag == "select":
        return {one.get("value") or "" for one in controls[0].iter("option")}
    if controls[0].get("type") in {"radio", "checkbox"}:
        return {one.get("value") or "on" for one in controls}
    return None
