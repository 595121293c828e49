"""The promise as residents will read it, from what stands in the launch form now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup

from forms.waves import LaunchForm
from survey.communities.models import Property
from survey.core.bank.questionnaire import Questionnaire
from survey.core.promise.cuts import CutOption
from survey.core.promise.document import Dates
from survey.core.promise.kinds import kind_of_template, said_of
from survey.questionnaires.wording import translate
from survey.waves import words
from survey.waves.move_in_words import who_moves_in
from survey.waves.paper_words import paper_answer, paper_question
from survey.waves.promise_words import fill, promise_values
from survey.waves.study_words import study_answer, study_question
from survey.web.joining import in_a_row
from survey.web.locales import current_language

UNSAID = "…"


@dataclass(frozen=True, slots=True)
class Preview:
    """The sentences that stand large, and the questions and answers below them."""

    title: Markup
    lead: tuple[Markup, ...]
    points: tuple[tuple[Markup | str, Markup | str], ...]


def preview_promise(
    form: LaunchForm,
    place: Property,
    questionnaire: Questionnaire,
    options: Collection[CutOption],
    today: date,
) -> Preview:
    """The promise screen's sentences in the language of the page."""
    tag = current_language().tag
    promise = _as_promise(form, place, questionnaire, today)
    values = promise_values(
        promise,
        questionnaire,
        count=len(questionnaire.items),
        min_group=form.min_group.data or 0,
        answers_destroyed_after_days=form.destroy_after_days.data or 0,
    )

    def say(key: str) -> Markup:
        source = questionnaire.consent.strings[key]
        return fill(translate(f"consent.{key}", source, tag), values)

    landlord = "who_landlord" if form.runner_is_landlord.data == "yes" else "who_not_landlord"
    key_kept = "key_custodian" if form.custody.data == "custodian" else "key_server"
    limit = "codes_limit" if form.access.data == "codes" else "link_limit"
    chosen = [option for option in options if option.id in (form.cuts.data or ())]
    return Preview(
        title=say("title"),
        lead=(say("subtitle"), say(landlord), say(key_kept)),
        points=(
            (say("change_q"), say("change")),
            *([(paper_question(), paper_answer(form.access.data))] if _on_paper(form) else []),
            (say("small_q"), say("small")),
            (_("Which groups are compared?"), _compared(chosen, tag)),
            *([(study_question(), study_answer())] if form.study.data else []),
            (say("destroy_q"), say("destroy")),
            (
                _("When are the results out?"),
                _("By %(day)s.", day=words.day(promise["wave"]["report_by"])),
            ),
            (_("Who can answer?"), in_a_row(who_moves_in(promise), say(limit))),
            (say("ask_q"), say("ask")),
        ),
    )


def _on_paper(form: LaunchForm) -> bool:
    return bool(form.paper.data == "yes")


def _compared(chosen: Collection[CutOption], tag: str) -> str:
    if not chosen:
        return _("None. Results are about everybody together.")
    groups = (words.group_names(option.groups, tag) for option in chosen)
    return in_a_row(_("Only these:"), *(_("%(groups)s.", groups=one) for one in groups))


def _as_promise(
    form: LaunchForm, place: Property, questionnaire: Questionnaire, today: date
) -> dict[str, Any]:
    """The parts of a promise that the sentences name; a field that is empty yet shows as such."""
    last = form.closes_on.data or form.opens_on.data or today
    dates = Dates(
        opens_on=form.opens_on.data or today,
        closes_on=last,
        report_by=form.report_by.data or last + timedelta(days=1),
        kind=kind_of_template(questionnaire.template),
    )
    return {
        "property": {"name": place.name},
        "wave": {
            **said_of(dates.kind),
            "opens_on": dates.opens_on.isoformat(),
            "closes_on": dates.closes_on.isoformat(),
            "latest_close_on": dates.latest_close_on.isoformat(),
            "report_by": dates.report_by.isoformat(),
        },
        "unopened_destroyed_on": dates.unopened_destroyed_on.isoformat(),
        "runner": {
            "name": form.runner_name.data or UNSAID,
            "contact": form.contact.data or UNSAID,
        },
        "emergency": form.emergency.data or UNSAID,
        "custody": {"name": form.custodian_name.data or UNSAID},
    }
