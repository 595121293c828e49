"""The promise screen's sentences with a wave's values put in, safe for HTML in any direction."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from flask_babel import format_date
from markupsafe import Markup, escape

from survey.core.bank.length import shown_minutes
from survey.core.bank.questionnaire import Questionnaire
from survey.core.promise.extending import closes_at_the_latest

_NAMED: Final = re.compile(r"\{([a-z_]+)\}")
_TELEPHONE: Final = re.compile(r"\+?[0-9][0-9 ().\-]{1,20}[0-9]")
_MAIL: Final = re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\"]+")


def isolate(text: str) -> Markup:
    """A name that may be of another script than the sentence around it."""
    return Markup("<bdi>{}</bdi>").format(text)


def show_contact(text: str) -> Markup:
    """How to reach somebody: a link where it is one telephone number or address, else the words."""
    if _TELEPHONE.fullmatch(text.strip()):
        number = re.sub(r"[^0-9+]", "", text)
        return Markup('<a class="nb" href="tel:{}"><bdi dir="ltr">{}</bdi></a>').format(
            number, text
        )
    if _MAIL.fullmatch(text.strip()):
        return Markup('<a href="mailto:{}"><bdi dir="ltr">{}</bdi></a>').format(text.strip(), text)
    return isolate(text)


def show_day(day: date | str) -> Markup:
    """A day in words of the page's language, kept together."""
    when = date.fromisoformat(day) if isinstance(day, str) else day
    return Markup("<bdi>{}</bdi>").format(format_date(when, "long"))


def last_day_of_answers(promise: Mapping[str, Any], after_days: int) -> date:
    """The day by which nothing of what residents sent is left.

    Unopened envelopes die on the promised day, and a wave is not opened after it; what was
    opened goes `after_days` days after its release.
    """
    return date.fromisoformat(promise["unopened_destroyed_on"]) + timedelta(days=after_days)


def promise_values(
    promise: Mapping[str, Any],
    questionnaire: Questionnaire,
    *,
    count: int,
    min_group: int,
    answers_destroyed_after_days: int,
) -> dict[str, Markup]:
    """What each name in braces stands for, as HTML.

    The consent says "on {close_date} at the latest": the latest day that was sealed. `last_day`
    is the last day to answer as it stands, for the sentences around it.
    """
    runner, wave = promise["runner"], promise["wave"]
    custodian = promise["custody"].get("name") or runner["name"]
    return {
        "runner": isolate(runner["name"]),
        "custodian": isolate(custodian),
        "min_n": escape(str(min_group)),
        "open_date": show_day(wave["opens_on"]),
        "close_date": show_day(closes_at_the_latest(promise)),
        "last_day": show_day(wave["closes_on"]),
        "report_date": show_day(wave["report_by"]),
        "destroy_date": show_day(last_day_of_answers(promise, answers_destroyed_after_days)),
        "number": show_contact(promise["emergency"]),
        "contact": show_contact(runner["contact"]),
        "place": isolate(promise["property"]["name"]),
        "minutes": escape(str(shown_minutes(questionnaire))),
        "count": escape(str(count)),
    }


def fill(sentence: str, values: Mapping[str, Markup]) -> Markup:
    """A sentence as HTML with its names in braces replaced; an unknown name stays as it is."""
    safe = str(escape(sentence))
    return Markup(_NAMED.sub(lambda found: str(values.get(found[1], escape(found[0]))), safe))  # noqa: S704 - escaped above, and values are Markup
