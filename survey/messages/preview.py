"""Every text of a mailing, in each of its wave's languages, as a home with one adult gets it."""

from __future__ import annotations

from dataclasses import dataclass

from survey.core.sending.segments import Length, measure_text
from survey.messages.emails import Letter, compose_letter, write_letter
from survey.messages.telling import EXAMPLE_CODE, Told
from survey.messages.texts import write_text
from survey.web.locales import LANGUAGES, Language

EXAMPLE_SLIP = "example"


@dataclass(frozen=True, slots=True)
class Preview:
    """A message in one language. letter, links, leave_address: of an e-mail; length: of a text."""

    language: Language
    text: str
    subject: str = ""
    letter: Letter | None = None
    links: tuple[str, ...] = ()
    leave_address: str = ""
    length: Length | None = None


def preview_messages(told: Told, contact: str, channel: str, *, says_stop: bool) -> list[Preview]:
    """A message in each language of its wave, with an example of a code."""
    if channel == "email":
        return [_preview_email(told, contact, tag) for tag in told.tags]
    return [_preview_text(told, contact, tag, says_stop=says_stop) for tag in told.tags]


def _preview_email(told: Told, contact: str, tag: str) -> Preview:
    letter = compose_letter(told, contact, tag)
    links = (told.link(EXAMPLE_CODE, tag),)
    leave = f"{told.base_url}/messages/leave/{EXAMPLE_SLIP}?lang={tag}"
    written = write_letter(letter, links=links, leave_address=leave)
    return Preview(LANGUAGES[tag], written.plain, written.subject, letter, links, leave)


def _preview_text(told: Told, contact: str, tag: str, *, says_stop: bool) -> Preview:
    codes = (EXAMPLE_CODE,) if told.codes else ()
    text = write_text(told, contact, tag, codes=codes, says_stop=says_stop)
    return Preview(LANGUAGES[tag], text, length=measure_text(text))
