"""How exact results can become, in the words of staff: before launch, now, and at the target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask_babel import format_decimal, format_percent
from flask_babel import gettext as _

from survey.core.planning.precision import PERCENT, Precision, answers_at, expect

TARGETS: Final = (30, 40, 50, 60, 70, 80)
"""Percent of the adults that staff may plan for, without end at 90: nobody plans on everybody."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a number of answers can show: a name for when, and the sentences about it."""

    name: str
    sentences: tuple[str, ...]


def tell_targets(adults: int, min_group: int, *, limited: bool) -> dict[str, str]:
    """For each target, what can be seen with it: a line each for the launch page.

    limited: whether answers are limited to one for each adult.
    """
    return {
        str(percent): _tell_target(answers_at(percent, adults), adults, min_group, limited=limited)
        for percent in TARGETS
    }


def target_names() -> list[tuple[str, str]]:
    """The targets to choose from."""
    return [(str(percent), _of_adults(percent)) for percent in TARGETS]


def expect_at_target(percent: int, adults: int, min_group: int, *, limited: bool) -> Expected:
    """What the wave can show if as many answer as staff plan for."""
    name = _("If %(tens)s in 10 answer", tens=percent // 10)
    if percent % 10:
        name = _("If %(percent)s answer", percent=format_percent(percent / PERCENT))
    found = _found(answers_at(percent, adults), adults, limited=limited)
    return Expected(name, _sentences(found, min_group))


def expect_now(step: int, adults: int, min_group: int, *, limited: bool) -> Expected | None:
    """What is certain by the lower edge of the monitor's band; None before the first step.

    step: percent of the adults, or with an open link the answers themselves.
    """
    if step == 0:
        return None
    answers = answers_at(step, adults) if limited else step
    return Expected(
        _("With what is in now"), _sentences(_found(answers, adults, limited=limited), min_group)
    )


def _found(answers: int, adults: int, *, limited: bool) -> Precision | None:
    return expect(answers, adults if limited else None)


def _sentences(found: Precision | None, min_group: int) -> tuple[str, ...]:
    if found is None or found.answers < min_group:
        return (_too_few(min_group),)
    return (
        _(
            "Shares are exact to within %(share)s points either way, scores from 0 to 100 to "
            "within %(score)s.",
            share=found.share_margin,
            score=found.score_margin,
        ),
        _(
            "A change of less than %(share)s points in a share cannot be told from chance; in a "
            "score, less than %(score)s points (%(steps)s on a scale from 1 to 5).",
            share=found.share_change,
            score=found.score_change,
            steps=format_decimal(found.on_five, format="0.0"),
        ),
    )


def _tell_target(answers: int, adults: int, min_group: int, *, limited: bool) -> str:
    found = _found(answers, adults, limited=limited)
    if found is None or answers < min_group:
        return _too_few(min_group)
    return _(
        "Answers: %(answers)s. Shares are exact to within %(margin)s points, and a change of less "
        "than %(change)s points cannot be told from chance.",
        answers=answers,
        margin=found.share_margin,
        change=found.share_change,
    )


def _too_few(min_group: int) -> str:
    return _(
        "Too few to show anything: the smallest group has %(people)s people.", people=min_group
    )


def _of_adults(percent: int) -> str:
    return _("%(tens)s in 10 adults", tens=percent // 10)
