"""The parts of the launch page that are folded: what stands in each, in a line, and which are open.

Nobody has to read a part whose line is right. Open is what has to be changed or filled in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms import RadioField

from forms.waves import LaunchForm, TermsForm
from survey.communities.models import Property
from survey.core.promise.cuts import CutOption
from survey.waves import words
from survey.web.locales import LANGUAGES, current_language

TERM_PARTS: Final = {
    "asks": ("runner_name", "runner_is_landlord", "contact", "emergency"),
    "languages": ("languages", "exit_button"),
    "key": ("custody", "custodian_name"),
    "shown": ("min_group", "destroy_after_days"),
}
"""The fields of each part that can be folded: of what may stay from wave to wave, so of plans."""
PARTS: Final = {
    **TERM_PARTS,
    "who": ("access", "paper"),
    "exact": ("target",),
    "key": (*TERM_PARTS["key"], "passphrase", "passphrase_again"),
    "shown": (*TERM_PARTS["shown"], "cuts", "study"),
}
"""The same of a launch."""
NAMED: Final = 3
"""So many languages are named; more are counted."""


def find_open(form: LaunchForm) -> set[str]:
    """The parts of a launch that are not folded: a custodian's passphrase is typed each time."""
    opened = find_wrong(form, PARTS)
    if form.custody.data == "custodian":
        opened.add("key")
    return opened


def find_wrong(form: TermsForm, parts: Mapping[str, Sequence[str]]) -> set[str]:
    """The parts in which something has to be changed: its place must be seen."""
    return {part for part, names in parts.items() if any(form[name].errors for name in names)}


def tell_parts(
    form: LaunchForm, place: Property, options: Sequence[CutOption]
) -> dict[str, list[str]]:
    """What each part of a launch says now, in a few words."""
    tag = current_language().tag
    chosen = [option.id for option in options if option.id in (form.cuts.data or ())]
    terms = tell_terms(form)
    return {
        **terms,
        "who": [
            _("All %(adults)s adults in %(homes)s homes.", adults=place.adults, homes=place.homes),
            _chosen_label(form.access),
            *([str(form.paper.label.text)] if form.paper.data == "yes" else []),
        ],
        "exact": [_chosen_label(form.target)],
        "shown": [
            *terms["shown"],
            *(words.cut_name(one, tag) for one in chosen),
            *([str(form.study.label.text)] if form.study.data else []),
        ],
    }


def tell_terms(form: TermsForm) -> dict[str, list[str]]:
    """What each part of the conditions says that may stay from wave to wave."""
    return {
        "asks": [form[name].data or "" for name in ("runner_name", "contact", "emergency")],
        "languages": [_name_languages(form.languages.data or ())],
        "key": [_chosen_label(form.custody), form.custodian_name.data or ""],
        "shown": [_("Groups of %(number)s people or more", number=form.min_group.data or 0)],
    }


def _name_languages(tags: Sequence[str]) -> str:
    """A few languages by name, many by number."""
    if len(tags) > NAMED:
        return ngettext("%(num)d language", "%(num)d languages", len(tags))
    return words.every(LANGUAGES[tag].name for tag in tags if tag in LANGUAGES)


def _chosen_label(field: RadioField) -> str:
    """What the chosen one of a few is called; "" where none is."""
    return next((str(one.label.text) for one in field if one.data == field.data), "")
