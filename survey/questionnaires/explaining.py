"""Questionnaires in words: what the ready-made ones are for, and what a draft's choices mean."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from survey.communities.models import Property
from survey.core.bank.length import estimate_minutes, shown_minutes
from survey.core.bank.model import Bank, Item, Template
from survey.core.bank.own import LEVELS, add_own_to_bank, asked_after
from survey.core.bank.questionnaire import Questionnaire as Asked
from survey.core.bank.questionnaire import build_questionnaire
from survey.questionnaires.bank import get_bank
from survey.questionnaires.drafts import build_draft, list_rotating
from survey.questionnaires.models import Questionnaire
from survey.questionnaires.own_questions import list_own
from survey.questionnaires.own_shelf import asked_only_if
from survey.questionnaires.wording import translate
from survey.web.locales import LANGUAGES

SLOW_READER: Final = 1.4
"""How much longer it takes to read in a second language (measurement.md, section 2)."""

PURPOSES: Final[dict[str, LazyString]] = {
    "pulse_core": _l(
        "Every 3 to 6 months, in the same weeks of the season. Ten questions that never change, "
        "so that you can see what moved."
    ),
    "annual": _l(
        "Once a year, in place of a short one. The core questions and the reasons behind."
    ),
    "new_resident_90d": _l("For people who moved in about three months ago."),
}


@dataclass(frozen=True, slots=True)
class ReadyMade:
    """A ready-made questionnaire as it would be asked at one property."""

    id: str
    title: str
    purpose: str
    questions: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Line:
    """A question in a draft. state: "locked", "leavable" or "not_here".

    An own question is "leavable", or "retired" when the draft still names it but cannot ask it;
    note: of whom it is asked, where not of everybody, and whether that question is asked here.
    """

    id: str
    text: str
    construct: str
    state: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftView:
    """A draft as its page shows it."""

    purpose: str
    lines: tuple[Line, ...]
    extras: tuple[Line, ...]
    own: tuple[Line, ...]
    slots: int
    demographics: tuple[str, ...]
    questions: int
    minutes: int
    slow_minutes: int
    not_asked: tuple[str, ...]


def list_ready_made(place: Property, tag: str) -> list[ReadyMade]:
    """Return the ready-made questionnaires, the shortest first."""
    made = []
    for template in get_bank().templates.values():
        asked = build_questionnaire(get_bank(), template.id, features=frozenset(place.features))
        made.append(
            ReadyMade(
                template.id,
                title_of(template, tag),
                purpose_of(template),
                len(asked.items) + len(asked.demographics),
                shown_minutes(asked),
            )
        )
    return sorted(made, key=lambda one: one.minutes)


def view_draft(draft: Questionnaire, place: Property, tag: str) -> DraftView:
    """Return what a draft asks, what it leaves out and why, in one language."""
    bank = get_bank()
    template = bank.templates[draft.template]
    asked = build_draft(draft, place)
    lines = [bank.items[name] for name in (*template.items, *template.open)]
    extras = [bank.items[name] for name in list_rotating(template)]
    return DraftView(
        purpose=purpose_of(template),
        lines=tuple(_line(item, place, tag) for item in lines),
        extras=tuple(_line(item, place, tag) for item in extras),
        own=tuple(_own_lines(draft, place, asked, tag)),
        slots=template.rotation.slots if template.rotation else 0,
        demographics=tuple(translate(one.id, one.text, tag) for one in asked.demographics),
        questions=len(asked.items) + len(asked.demographics),
        minutes=shown_minutes(asked),
        slow_minutes=math.ceil(estimate_minutes(asked) * SLOW_READER),
        not_asked=_levels(asked, tag),
    )


def title_of(template: Template, tag: str) -> str:
    """Return the title of a ready-made questionnaire."""
    return translate(f"template.{template.id}", template.title, tag)


def say_title(title: str, tag: str) -> str:
    """Return a title as a language says it: in its own words where it is a ready-made one's."""
    template = _ready_made(title)
    return title_of(template, tag) if template else title


def keep_title(title: str) -> str:
    """Return a title as it is kept: in the bank's words where it is a ready-made one's.

    Otherwise reports in every language would bear the one that its manager happened to read.
    """
    template = _ready_made(title)
    return template.title if template else title


def _ready_made(title: str) -> Template | None:
    """Whose title this is, in whatever language."""
    templates = get_bank().templates.values()
    return next(
        (one for one in templates if any(title_of(one, tag) == title for tag in LANGUAGES)), None
    )


def purpose_of(template: Template) -> str:
    """Return what a ready-made questionnaire is for; the bank's own words where we have none."""
    return str(PURPOSES.get(template.id, template.when))


def feature_missing(feature: str) -> str:
    """Return why a question is not asked at a property without a feature."""
    reasons = {
        "shared_space": _("Not asked: this property has no shared spaces."),
        "covenant": _("Not asked: this property has no written agreement."),
        "resident_leaders": _("Not asked: this property has no resident leaders."),
        "resident_meetings": _("Not asked: this property has no meetings for residents."),
        "one_year_old_site": _("Not asked: people have lived here for less than a year."),
    }
    return reasons.get(feature, _("Not asked: it does not apply to this property."))


def _line(item: Item, place: Property, tag: str) -> Line:
    construct = get_bank().constructs[item.construct]
    state = "leavable"
    if item.needs is not None and item.needs not in place.features:
        state = "not_here"
    elif item.pulse_core:
        state = "locked"
    return Line(
        item.id,
        translate(item.id, item.text, tag),
        translate(f"construct.{construct.id}", construct.label, tag),
        state,
    )


def _own_lines(draft: Questionnaire, place: Property, asked: Asked, tag: str) -> Iterator[Line]:
    """Yield what can be chosen of the organization's own, by level, then what was chosen before."""
    levels = get_bank().levels
    every = list_own(place.organization_id)
    bank = add_own_to_bank(get_bank(), [one.item for one in every if one.item is not None])
    owned = sorted(every, key=lambda one: LEVELS.index(one.question.level))
    for one in owned:
        question = one.question
        if one.usable or question.item_id in draft.own:
            label = translate(f"level.{question.level}", levels[question.level].label, tag)
            state = "leavable" if one.usable else "retired"
            note = _asked_only(one.item.item, bank, asked, tag) if one.item is not None else ""
            yield Line(question.item_id, question.text, label, state, note)


def _asked_only(item: Item, bank: Bank, asked: Asked, tag: str) -> str:
    leading, answers = asked_only_if(item, bank, tag)
    if not leading:
        return ""
    if asked_after(item) not in asked.asked:
        return _(
            "Only after “%(question)s”, which this questionnaire does not ask yet.",
            question=leading,
        )
    return _("Only after “%(question)s”: %(answers)s", question=leading, answers=answers)


def _levels(asked: Asked, tag: str) -> tuple[str, ...]:
    labels = {level.id: level.label for level in asked.levels}
    return tuple(translate(f"level.{name}", labels[name], tag) for name in asked.levels_not_asked)
