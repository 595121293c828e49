"""Studies in the words of staff: why a wave cannot take part, and figures with their ranges."""

from __future__ import annotations

from typing import Any, Final

from flask_babel import format_decimal, format_percent
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from survey.studies.standing import Candidate, Reason
from survey.waves.words import day

REASONS: Final[dict[Reason, LazyString]] = {
    "not_promised": _l(
        "Its promise does not allow it. Answers can be studied only where the launch said so."
    ),
    "open_link": _l("It was answered by an open link, so one person may have answered twice."),
    "no_figures": _l("Too few answered for any figure."),
    "few_answers": _l("Fewer than 30 people answered."),
    "nearly_all": _l(
        "Nearly everybody answered, or their number is not told. A study would tell it."
    ),
    "in_study": _l("Its answers were in a study. Answers are used once."),
    "being_studied": _l("It is in a study that is being worked out."),
    "refused_often": _l("It was tried three times without any figure, and is not tried again."),
    "answers_gone": _l("Its answers were destroyed, as promised."),
}
"""One plain sentence each: all of it is printed somewhere already."""


def tell_reason(reason: Reason) -> str:
    """Why a wave cannot be in a study."""
    return str(REASONS[reason])


def tell_wave(candidate: Candidate) -> str:
    """A wave by its place and number."""
    return _("%(place)s, wave %(number)s", place=candidate.place, number=candidate.number)


def tell_candidate(candidate: Candidate) -> str:
    """What matters for choosing a wave: how many answered, and until when answers exist."""
    assert candidate.destroyed_on is not None, "only of waves that can take part"
    return _(
        "%(people)s people answered. Answers are destroyed on %(day)s.",
        people=candidate.respondents,
        day=day(candidate.destroyed_on),
    )


def tell_figure(figure: dict[str, Any] | None) -> str:
    """A figure with its range, such as "0.82 (0.78 to 0.86)"; empty where it is not given."""
    if figure is None:
        return ""
    return _(
        "%(value)s (%(low)s to %(high)s)",
        value=decimal(figure["value"]),
        low=decimal(figure["low"]),
        high=decimal(figure["high"]),
    )


def tell_share(part: dict[str, Any]) -> str:
    """A level's share in whole percents with its range."""
    return _(
        "%(value)s (%(low)s to %(high)s)",
        value=percent(part["share"]),
        low=percent(part["low"]),
        high=percent(part["high"]),
    )


def decimal(figure: float) -> str:
    """Two decimals, as the page's language writes them."""
    return format_decimal(figure, format="0.00")


def percent(share: float) -> str:
    """A whole percent."""
    return format_percent(share / 100)
