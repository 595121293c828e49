"""An e-mail as it is sent: plain words first, the same words as HTML, nothing that loads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Final

from flask import render_template
from flask_babel import force_locale

from survey.core.sending.refusals import NotSent
from survey.mail.server import POLICY
from survey.messages import wording
from survey.messages.telling import Told
from survey.web.locales import LANGUAGES, Language

ONE_CLICK: Final = "List-Unsubscribe=One-Click"


@dataclass(frozen=True, slots=True)
class Letter:
    """What an e-mail says in one language, but for a home's own links.

    also: a line in each other language of the wave.
    """

    language: Language
    subject: str
    opening: tuple[str, ...]
    above_links: dict[bool, str]
    no_list: str
    promise: str
    promise_address: str
    questions: str
    also: tuple[tuple[Language, str], ...]
    why: str
    leave: str

    def above(self, links: tuple[str, ...]) -> str:
        """What stands above the links."""
        return self.above_links[len(links) == 1]


@dataclass(frozen=True, slots=True)
class Written:
    """An e-mail's three texts."""

    subject: str
    plain: str
    html: str


def compose_letter(told: Told, contact: str, tag: str) -> Letter:
    """What an e-mail says in one language."""
    language = LANGUAGES[tag]
    with force_locale(language.locale):
        return Letter(
            language=language,
            subject=wording.subject(told, contact),
            opening=tuple(wording.opening(told, contact)),
            above_links={
                one: wording.before_links(1 if one else 2, codes=told.codes)
                for one in (True, False)
            },
            no_list=wording.no_list() if told.codes else "",
            promise=wording.before_promise(),
            promise_address=f"{told.promise_address}/{tag}",
            questions=wording.questions(told),
            also=_in_other_languages(told, tag),
            why=wording.why_you(told),
            leave=wording.before_leaving(),
        )


def write_letter(letter: Letter, *, links: tuple[str, ...], leave_address: str) -> Written:
    """The texts of one home's e-mail."""
    values = {"letter": letter, "links": links, "leave_address": leave_address}
    return Written(
        letter.subject,
        render_template("emails/message.txt", **values),
        render_template("emails/message.html", **values),
    )


def make_email(
    written: Written,
    *,
    told: Told,
    tag: str,
    recipient: str,
    sender: str,
    message_id: str,
    leave_address: str,
    now: datetime,
) -> EmailMessage:
    """A message ready to be handed over; leave_address: where one click ends it, "" for none.

    Raises NotSent for a recipient that no mail can be addressed to.
    """
    message = EmailMessage(policy=POLICY)
    message["From"] = Address(told.runner, addr_spec=sender)
    message["To"] = _addressed(recipient)
    if told.reply_to:
        message["Reply-To"] = told.reply_to
    message["Subject"] = written.subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{message_id}@{sender.partition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    if leave_address:
        message["List-Unsubscribe"] = f"<{leave_address}>"
        message["List-Unsubscribe-Post"] = ONE_CLICK
    message.set_content(written.plain)
    message.add_alternative(written.html, subtype="html")
    message["Content-Language"] = tag  # of the whole: set earlier, it would go with the first part
    return message


def envelope_address(address: str) -> str:
    """An address as mail servers take it: its domain in plain letters. Raises NotSent."""
    local, _at, domain = address.strip().rpartition("@")
    try:
        plain = f"{local}@{domain.encode('idna').decode()}"
        return Address(addr_spec=plain.encode("ascii").decode()).addr_spec
    except (ValueError, IndexError):
        raise NotSent("smtp_address", of_message=True, lasting=True) from None


def _addressed(recipient: str) -> Address:
    return Address(addr_spec=envelope_address(recipient))


def _in_other_languages(told: Told, tag: str) -> tuple[tuple[Language, str], ...]:
    lines = []
    for other in told.tags:
        if other != tag:
            language = LANGUAGES[other]
            with force_locale(language.locale):
                lines.append((language, wording.also_in(language.name_in_sentence)))
    return tuple(lines)
