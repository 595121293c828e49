"""What people are told of a plan, in words of the page's or the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from survey.accounts.access import Right
from survey.core.calendar.cadence import launch_day
from survey.core.errors import SurveyError
from survey.plans.models import PlannedWave, PlanNotice
from survey.plans.queries import cadence_of
from survey.waves import words
from survey.web.sentences import sentence_for


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice: the day it was told, a subject, and what it says."""

    told_on: date
    subject: str
    text: str


def in_words(notice: PlanNotice, planned: PlannedWave, place_name: str) -> Notice:
    """A notice as somebody reads it."""
    said = {"place": place_name, "opens": words.day(planned.opens_on)}
    subject, text = {
        "coming": _coming,
        "by_hand": _by_hand,
        "refused": _refused,
        "launched": _launched,
        "letters": _letters,
        "closing": _closing,
        "custodian": _custodian,
        "results_due": _results_due,
    }[notice.kind](planned, said)
    return Notice(notice.told_on, subject, text)


def reader_right(kind: str) -> Right:
    """Whom a notice is for: those who send letters, or those who manage the property."""
    return Right.SEND if kind == "letters" else Right.MANAGE


def error_words(planned: PlannedWave) -> str:
    """Why a planned wave could not be launched, as the launch page would say it."""
    return sentence_for(SurveyError("conflict", planned.error or "", field=""))


def _coming(planned: PlannedWave, said: dict[str, str]) -> tuple[str, str]:
    day = words.day(launch_day(planned.opens_on, cadence_of(planned.plan)))
    return (
        _("%(place)s: the next wave will be launched", place=said["place"]),
        _(
            "It is launched by itself on %(day)s and opens on %(opens)s. Until then you can move "
            "it or leave it out.",
            day=day,
            opens=said["opens"],
        ),
    )


def _by_hand(_planned: PlannedWave, said: dict[str, str]) -> tuple[str, str]:
    return (
        _("%(place)s: the next wave has to be launched by you", place=said["place"]),
        _(
            "It is planned to open on %(opens)s. The custodian types a passphrase at launch, so "
            "nobody else can do it.",
            opens=said["opens"],
        ),
    )


def _refused(planned: PlannedWave, said: dict[str, str]) -> tuple[str, str]:
    return (
        _("%(place)s: the next wave could not be launched", place=said["place"]),
        _("%(reason)s It is tried again every hour.", reason=error_words(planned)),
    )


def _launched(_planned: PlannedWave, said: dict[str, str]) -> tuple[str, str]:
    return (
        _("%(place)s: a wave is launched", place=said["place"]),
        _("It opens on %(opens)s. Letters can be printed now.", opens=said["opens"]),
    )


def _letters(_planned: PlannedWave, said: dict[str, str]) -> tuple[str, str]:
    return (
        _("%(place)s: reminders by letter are due", place=said["place"]),
        _("Print them now: they go to every home, because nobody can see who has answered."),
    )


def _closing(planned: PlannedWave, said: dict[str, str]) -> tuple[str, str]:
    return (
        _("%(place)s: the wave closes soon", place=said["place"]),
        _("The last day is %(day)s. It closes by itself.", day=words.day(planned.closes_on)),
    )


def _custodian(_planned: PlannedWave, said: dict[str, str]) -> tuple[str, str]:
    return (
        _("%(place)s: the answers wait for their custodian", place=said["place"]),
        _("Ask the custodian to open them. What is not opened in time is destroyed, as promised."),
    )


def _results_due(planned: PlannedWave, said: dict[str, str]) -> tuple[str, str]:
    return (
        _("%(place)s: results are due", place=said["place"]),
        _("Residents were promised them by %(day)s.", day=words.day(planned.report_by)),
    )
