"""What the launch page is filled in with, and what it offers to choose from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from secrets import token_hex
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import ngettext

from forms.waves import LaunchForm
from survey.accounts.models import Person
from survey.communities.models import Property
from survey.core.bank.length import shown_minutes
from survey.core.bank.questionnaire import Questionnaire, build_questionnaire
from survey.core.bank.review import DRAFT
from survey.core.calendar.cadence import propose_launch_day
from survey.core.promise.cuts import CutOption, propose_cuts
from survey.core.promise.document import allows_study, has_exit_button, has_paper
from survey.core.promise.kinds import EVERYBODY, MOVE_IN, Kind, kind_of_template
from survey.questionnaires.bank import get_bank
from survey.questionnaires.models import QuestionnaireVersion
from survey.questionnaires.queries import list_last_versions
from survey.questionnaires.reviewing import (
    find_untranslated_own,
    language_states,
    list_questions_of,
    state_words,
)
from survey.waves.models import USUAL_TARGET_PERCENT
from survey.waves.promise import effective_promise
from survey.waves.queries import find_last_wave
from survey.waves.services.launching import frame_of_property, read_version
from survey.web.locales import DEFAULT, LANGUAGES

FIELDWORK_DAYS: Final = 21
REPORT_DAYS: Final = 28
MOVE_IN_REPORT_DAYS: Final = 30
MIN_GROUP: Final = 10
DESTROY_AFTER_DAYS: Final = 30
EMERGENCY: Final = "911"
PULSE: Final = "pulse_core"
VERSION: Final = "version-"
PLANNED_DAYS: Final = ("opens_on", "closes_on", "report_by")


@dataclass(frozen=True, slots=True)
class QuestionnaireChoice:
    """A questionnaire that can be launched. version: None for the pulse that is published then."""

    value: str
    title: str
    questionnaire: Questionnaire
    version: QuestionnaireVersion | None

    @property
    def kind(self) -> Kind:
        """The kind of wave that it is asked in."""
        return kind_of_template(self.questionnaire.template)

    def count_questions(self, cuts: Collection[str]) -> int:
        """How many residents are asked: about the person only what results are broken down by."""
        about = [one for one in self.questionnaire.demographics if one.id in cuts]
        return len(self.questionnaire.items) + len(about)

    @property
    def minutes(self) -> int:
        """The minutes told to residents."""
        return shown_minutes(self.questionnaire)


def list_questionnaire_choices(
    place: Property, kinds: Collection[Kind] = (EVERYBODY,)
) -> list[QuestionnaireChoice]:
    """The last version of each published questionnaire of these kinds of wave, the newest first.

    Where there is none it is the pulse, if everybody can be asked.
    """
    published = [
        QuestionnaireChoice(
            f"{VERSION}{version.id}", version.questionnaire.title, read_version(version), version
        )
        for version in list_last_versions(place)
    ]
    choices = [choice for choice in published if choice.kind in kinds]
    return choices or ([_pulse(place)] if EVERYBODY in kinds else [])


def list_cut_options(
    place: Property, questionnaire: Questionnaire, *, min_group: int, access: str
) -> tuple[CutOption, ...]:
    """The breakdowns thinkable with these choices; none where people move in, who are few."""
    if kind_of_template(questionnaire.template) == MOVE_IN:
        return ()
    return propose_cuts(frame_of_property(place), questionnaire, min_group=min_group, access=access)


def list_language_states(place: Property, questionnaire: Questionnaire) -> dict[str, str]:
    """What was done for the wording of each language, in words, by its tag.

    Where an own question has no translation, that the language cannot be chosen.
    """
    states = language_states(questionnaire, place.organization_id, LANGUAGES)
    missing = find_untranslated_own(questionnaire, place.organization_id, LANGUAGES)
    return {
        tag: _cannot_be_asked(list_questions_of(questionnaire, missing[tag]))
        if tag in missing
        else state_words(state)
        for tag, state in states.items()
        if tag != DEFAULT.tag
    }


def read_planned_days(address: Mapping[str, str], today: date) -> dict[str, date]:
    """The days of a plan's wave in the address of the page; none where they are over or no days."""
    try:
        days = {name: date.fromisoformat(address[name]) for name in PLANNED_DAYS}
    except (KeyError, ValueError):
        return {}
    return days if today <= days["opens_on"] else {}


def fill_in(
    place: Property,
    choice: QuestionnaireChoice,
    person: Person,
    today: date,
    planned: Mapping[str, date] | None = None,
) -> dict[str, Any]:
    """A launch as it will most often be: like the last one, or with the recommended values.

    planned: the days of a plan's wave, for one that asks everybody.
    """
    before = _like_the_last_wave(place, person, choice.kind)
    filled: dict[str, Any] = {
        "wave_id": token_hex(16),
        "questionnaire": choice.value,
        "destroy_after_days": DESTROY_AFTER_DAYS,
        **before,
        **propose_for(choice.kind, today, by_letter=before["access"] == "codes"),
        **(planned or {} if choice.kind == EVERYBODY else {}),
    }
    missing = find_untranslated_own(
        choice.questionnaire, place.organization_id, filled["languages"]
    )
    filled["languages"] = [tag for tag in filled["languages"] if tag not in missing]
    options = list_cut_options(
        place,
        choice.questionnaire,
        min_group=filled["min_group"],
        access=filled["access"],
    )
    filled["cuts"] = [option.id for option in options if option.proposed]
    # Never ticked beforehand: asking in a wording that nobody has reviewed is chosen each time.
    filled["unreviewed"] = []
    return filled


def list_drafts(
    place: Property, questionnaire: Questionnaire, languages: Collection[str]
) -> list[str]:
    """Those of the languages whose wording nobody fluent has reviewed."""
    states = language_states(questionnaire, place.organization_id, LANGUAGES)
    return [tag for tag, state in states.items() if tag in languages and state == DRAFT]


def propose_for(kind: Kind, today: date, *, by_letter: bool) -> dict[str, Any]:
    """What hangs on the kind of a wave: its days, and of a move-in wave what it can only be."""
    if kind == MOVE_IN:
        opens = today
        closes = _a_year_from(today) - timedelta(days=1)
        report_by = closes + timedelta(days=MOVE_IN_REPORT_DAYS)
        only = {"access": "codes", "paper": "no", "cuts": [], "study": []}
    else:
        opens = propose_launch_day(today, by_letter=by_letter)
        closes = opens + timedelta(days=FIELDWORK_DAYS)
        report_by, only = closes + timedelta(days=REPORT_DAYS), {}
    return {
        "kind": kind,
        "opens_on": opens,
        "closes_on": closes,
        "report_by": report_by,
        **only,
    }


def refill_for_kind(form: LaunchForm, kind: Kind, today: date) -> bool:
    """Fill in anew what hangs on the kind, where the page was shown for the other; whether it was.

    Its days and its promise are others then, and nothing is launched before somebody has seen them.
    """
    if form.kind.data == kind or (kind == EVERYBODY and not form.kind.data):
        return False
    proposed = propose_for(kind, today, by_letter=form.access.data != "link")
    for name, value in proposed.items():
        form[name].data, form[name].raw_data = value, None
    form.form_errors.append(
        _(
            "These questions are for people who move in, so the days and the promise are others "
            "now. Look at them, then seal and launch."
        )
        if kind == MOVE_IN
        else _(
            "These questions are for everybody, so the days and the promise are others now. Look "
            "at them, then seal and launch."
        )
    )
    return True


def _a_year_from(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # February 29
        return date(day.year + 1, 3, 1)


def _cannot_be_asked(questions: Collection[str]) -> str:
    return ngettext(
        "Cannot be chosen: %(num)d own question has no translation yet.",
        "Cannot be chosen: %(num)d own questions have no translation yet.",
        len(questions),
    )


def _like_the_last_wave(place: Property, person: Person, kind: Kind) -> dict[str, Any]:
    """As the last wave of its kind was asked; a first one as the last of the other."""
    last = find_last_wave(place, kind) or find_last_wave(
        place, MOVE_IN if kind == EVERYBODY else EVERYBODY
    )
    if last is None:
        return {
            "access": "codes",
            "target": str(USUAL_TARGET_PERCENT),
            "exit_button": "yes",
            "paper": "no",
            "languages": list(LANGUAGES),
            "runner_name": place.organization.name,
            "runner_is_landlord": "yes",
            "contact": person.email,
            "emergency": EMERGENCY,
            "custody": "server",
            "custodian_name": "",
            "min_group": MIN_GROUP,
        }
    promise = effective_promise(last)
    return {
        "access": promise["access"],
        "target": str(last.target_percent),
        "exit_button": "yes" if has_exit_button(promise) else "no",
        "paper": "yes" if has_paper(promise) else "no",
        "study": ["allowed"] if allows_study(promise) else [],
        "languages": [tag for tag in promise["languages"] if tag in LANGUAGES],
        "runner_name": promise["runner"]["name"],
        "runner_is_landlord": "yes" if promise["runner"]["is_landlord"] else "no",
        "contact": promise["runner"]["contact"],
        "emergency": promise["emergency"],
        "custody": promise["custody"]["kind"],
        "custodian_name": promise["custody"]["name"],
        "min_group": promise["min_group"],
    }


def _pulse(place: Property) -> QuestionnaireChoice:
    """The ready-made pulse, which a launch publishes for a property that has nothing yet."""
    asked = build_questionnaire(get_bank(), PULSE, features=frozenset(place.features))
    return QuestionnaireChoice(PULSE, asked.title, asked, None)
