"""Waves in words: states, days, breakdowns and why one can or cannot be made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from babel.lists import format_list
from flask_babel import format_date, format_percent, get_locale, ngettext
from flask_babel import gettext as _

from survey.core.promise.cuts import STRATUM, CutGroup, CutOption
from survey.questionnaires.bank import get_bank
from survey.questionnaires.wording import translate
from survey.waves.sealed_count import NEARLY_ALL_PERCENT, SealedCount


def day(when: date | str) -> str:
    """A day in words of the page's language."""
    written: str = format_date(date.fromisoformat(when) if isinstance(when, str) else when, "long")
    return written


def every(texts: Iterable[str]) -> str:
    """Texts as a list in words: "one, two and three"."""
    return format_list(list(texts), locale=get_locale() or "en")


def state_name(state: str) -> str:
    """A wave's state; "not_yet" is an open one before its first day."""
    names = {
        "not_yet": _("Not open yet"),
        "open": _("Open"),
        "over": _("Fieldwork is over"),
        "closed": _("Closed"),
        "opened": _("Opened"),
        "released": _("Released"),
        "cancelled": _("Cancelled"),
    }
    return names[state]


def cut_name(cut_id: str, tag: str) -> str:
    """What a breakdown goes by, in the staff's words."""
    names = {
        STRATUM: _("Type of home, as the property’s list has it"),
        "dem_ten": _("Type of home, as people say themselves"),
        "dem_los": _("How long people have lived here"),
        "dem_age": _("Age"),
        "dem_kid": _("Children at home"),
        "dem_race": _("Race or ethnic group"),
    }
    if cut_id in names:
        return names[cut_id]
    asked = get_bank().demographics.get(cut_id)
    return translate(asked.id, asked.text, tag) if asked else cut_id


def group_names(groups: Iterable[CutGroup], tag: str) -> str:
    """The groups of a breakdown: "Full-price homes and lower-cost homes"."""
    return every(_group_name(group, tag) for group in groups)


def _group_name(group: CutGroup, tag: str) -> str:
    if group.label_key is None:
        return group.label or group.id
    owner, _colon, group_id = group.label_key.partition(":")
    for known in get_bank().demographics[owner].groups:
        if known.id == group_id:
            return translate(group.label_key, known.label, tag)
    return group.id


def reason(option: CutOption) -> str:
    """Why a breakdown can be chosen, or why it cannot."""
    sentences = {
        "from_codes": _("Each code knows it, so nobody has to be asked."),
        "enough_adults": _("Enough adults live here for groups of this size."),
        "one_besides_housing": _("One like this can stand beside the type of home."),
        "known_from_codes": _("Not needed: the codes know the type of home."),
        "needs_codes": _("Only codes know the type of home."),
        "strata_too_small": _("A group would be too small to show."),
        "too_few_adults": _(
            "It would need %(adults)s adults or more on the list.", adults=option.adults_needed
        ),
        "no_groups": _("No groups are laid down for this question."),
    }
    return sentences[option.reason]


def promised_cuts(promise: Mapping[str, Any], words: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each breakdown of a promise and its groups, in the promise's own frozen wording."""
    return [
        (
            _("Type of home") if cut["id"] == STRATUM else words.get(cut["id"], cut["id"]),
            every(
                words.get(group.get("label_key", ""), group.get("label", group["id"]))
                for group in cut["groups"]
            ),
        )
        for cut in promise["cuts"]
    ]


def sealed_in_the_box(count: SealedCount) -> str:
    """What the promise page says of the number that was fixed at closing."""
    if count.fewer_than is not None:
        return _(
            "When the survey closed, fewer than %(people)s sealed answers were in the box.",
            people=count.fewer_than,
        )
    if count.exact is None:
        return _(
            "When the survey closed, sealed answers of %(percent)s or more of the %(adults)s "
            "adults were in the box.",
            **_nearly_all(count),
        )
    return ngettext(
        "When the survey closed, %(num)d sealed answer was in the box.",
        "When the survey closed, %(num)d sealed answers were in the box.",
        count.exact,
    )


def sealed_at_closing(count: SealedCount) -> str:
    """What a wave's own page says of it."""
    if count.fewer_than is not None:
        return _(
            "Fewer than %(people)s sealed answers were counted at closing.",
            people=count.fewer_than,
        )
    if count.exact is None:
        return _(
            "Sealed answers of %(percent)s or more of the %(adults)s adults were counted at "
            "closing.",
            **_nearly_all(count),
        )
    return ngettext(
        "%(num)d sealed answer was counted at closing.",
        "%(num)d sealed answers were counted at closing.",
        count.exact,
    )


def closed_with(count: SealedCount) -> str:
    """What whoever closes a wave is told."""
    if count.fewer_than is not None:
        return _(
            "The wave is closed with fewer than %(people)s sealed answer sets.",
            people=count.fewer_than,
        )
    if count.exact is None:
        return _(
            "The wave is closed with sealed answer sets of %(percent)s or more of the "
            "%(adults)s adults.",
            **_nearly_all(count),
        )
    return ngettext(
        "The wave is closed with %(num)d sealed answer set.",
        "The wave is closed with %(num)d sealed answer sets.",
        count.exact,
    )


def _nearly_all(count: SealedCount) -> dict[str, object]:
    return {"percent": format_percent(NEARLY_ALL_PERCENT / 100), "adults": count.adults}
