"""A text message as it is sent: as short as it can be, and nothing that a stranger should read."""

from __future__ import annotations

from flask_babel import force_locale

from survey.messages import wording
from survey.messages.telling import Told
from survey.web.joining import in_a_row
from survey.web.locales import LANGUAGES


def write_text(
    told: Told, contact: str, tag: str, *, codes: tuple[str, ...], says_stop: bool
) -> str:
    """One home's text message; codes: of all its adults, none for an open link."""
    links = [told.link(code) for code in codes] if told.codes else [told.link("")]
    with force_locale(LANGUAGES[tag].locale):
        opening = [wording.text_opening(told, contact)]
        if contact != "invitation":
            opening.append(wording.text_thanks())
        if len(links) > 1:
            opening.append(wording.text_links())
        closing = [wording.text_stop()] if says_stop else []
    return "\n".join([in_a_row(*opening), *links, *closing])
