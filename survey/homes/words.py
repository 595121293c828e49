"""What pages and commands call the fields of a home, and what they say about a row."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from babel import Locale
from flask_babel import format_date, get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from survey.communities.days import day_at
from survey.communities.models import Property
from survey.homes.contacts import Contact
from survey.homes.rows import Problem
from survey.web.locales import LANGUAGES, Language, in_line

FIELD_LABELS: Final[dict[str, LazyString]] = {
    "door": _l("Door or unit"),
    "building": _l("Building"),
    "kind": _l("Kind of homes"),
    "adults": _l("Number of adults"),
    "language": _l("Language"),
    "name": _l("Name"),
    "address": _l("Address"),
    "city": _l("City"),
    "state": _l("State or province"),
    "postal": _l("Postal code"),
    "email": _l("E-mail"),
    "phone": _l("Telephone"),
}
ENCODING_LABELS: Final[dict[str, LazyString]] = {
    "utf-8": _l("All languages (UTF-8)"),
    "cp1252": _l("Western European (Windows-1252)"),
    "cp1256": _l("Arabic (Windows-1256)"),
    "gb18030": _l("Chinese, Simplified (GB18030)"),
    "big5": _l("Chinese, Traditional (Big5)"),
    "cp1251": _l("Cyrillic (Windows-1251)"),
    "cp949": _l("Korean (CP949)"),
    "utf-16-le": _l("All languages (UTF-16)"),
    "utf-16-be": _l("All languages (UTF-16, big-endian)"),
}
PROBLEMS: Final[dict[str, LazyString]] = {
    "door_missing": _l("There is no door or unit in this row."),
    "door_too_long": _l("“%(said)s…” is too long for a door: at most %(more)s letters."),
    "door_is_day": _l(
        "“%(said)s” is a day: a spreadsheet has made it of a door such as 1-2. Make that column "
        "text there, and type the door again."
    ),
    "door_twice": _l(
        "The door “%(said)s” stands in row %(more)s already. A home has one row, with the number "
        "of all its adults."
    ),
    "adults_missing": _l("The number of adults is missing. It may be 0."),
    "adults_no_number": _l("“%(said)s” is no whole number of adults."),
    "adults_too_many": _l("%(said)s adults are too many for one home: at most %(more)s."),
    "kind_missing": _l("The kind of homes is missing."),
    "kind_unknown": _l("“%(said)s” has not been given a kind of homes."),
    "kind_not_given": _l(
        "This home is new, and no column says its kind. Every home has a kind, or none has."
    ),
    "language_unknown": _l("“%(said)s” has not been given a language."),
    "name_too_long": _l("The name “%(said)s…” is too long: at most %(more)s letters."),
    "email_unreadable": _l("“%(said)s” is no e-mail address."),
    "phone_unreadable": _l("“%(said)s” is no telephone number."),
}


def say_problem(problem: Problem) -> str:
    """What is wrong with a row, in the reader's language."""
    return str(PROBLEMS[problem.code]) % {"said": problem.said, "more": problem.more}


def name_day(when: date | datetime, place: Property | None = None) -> str:
    """A day in words; of a moment the day that it was at a property."""
    if isinstance(when, datetime) and place is not None:
        when = day_at(place, when)
    return str(format_date(when, "long"))


def name_language(tag: str | None) -> str:
    """A language as its own speakers call it; in words where there is none."""
    if tag is None:
        return _("no language given")
    return LANGUAGES[tag].name if tag in LANGUAGES else tag


def name_language_twice(language: Language) -> str:
    """A language as its own speakers call it, and as whoever reads this page does."""
    read = Locale.parse(language.locale).get_display_name(get_locale() or "en") or ""
    same = read.casefold() == language.name.casefold()
    return language.name if same else f"{in_line(language.name)} · {in_line(read)}"


def name_known(contact: Contact) -> str:
    """Which ways to reach a home are known, side by side; never the ways themselves."""
    known = [
        label
        for value, label in (
            (contact.name, _("Name")),
            (contact.address, _("Address")),
            (contact.email, _("E-mail")),
            (contact.phone, _("Telephone")),
        )
        if value
    ]
    return " · ".join(known) if known else _("nothing")
