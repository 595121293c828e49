"""Closing, opening, releasing, comments and studies."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

RESULTS: Final[dict[str, LazyString]] = {
    # Opening and releasing, and comments
    "no_releases": _l("None of these places has results yet."),
    "wave_released": _l("This wave has been released. A release stays as it is."),
    "wave_not_closed": _l("This wave is still open. Close it first, then open the answers."),
    "wave_not_opened": _l("The answers are still sealed. Open them first."),
    "passphrase_needed": _l("Only the custodian can open this wave. Type the passphrase."),
    "wrong_passphrase": _l("That is not the passphrase of this wave. Nothing was opened."),
    "ballot_box_changed": _l(
        "The sealed answers are not the ones that were counted at closing. Nothing was opened."
    ),
    "opening_interrupted": _l(
        "The opening was interrupted. Nothing was opened. Open the answers again."
    ),
    "check_failed": _l("Something broke while the results were checked. Check them again."),
    "ledger_moved": _l(
        "Other results of this property were released at the same time. Check these again."
    ),
    "ledger_incomplete": _l(
        "An earlier release of this property is missing in the ledger. Ask whoever runs the "
        "server to run: flask disclosure ledger verify"
    ),
    "older_rules": _l(
        "This release was made by an older version of Porchlight. It stands by its hash."
    ),
    "wave_not_released": _l("This wave has not been released yet."),
    "wave_opened": _l("The answers of this wave are opened already."),
    "not_due_yet": _l("The day on which this is destroyed has not come yet."),
    "answers_gone": _l("The answers of this wave are destroyed. Its release stays as it is."),
    "no_such_comments": _l("There are no such comments, or you may not see them."),
    "comment_decided": _l(
        "Something else was decided about this comment meanwhile. Look again, then decide. "
        "What you typed is still here."
    ),
    "comment_empty": _l("Nothing would be left to show. Hold this comment back instead."),
    "comments_released": _l("These comments have been released. A release stays as it is."),
    "comments_unread": _l("Read every comment first, then release them."),
    "comments_withheld": _l("Not shown, so that nobody’s answer can be worked out."),
    # Studies
    "no_such_study": _l("There is no such study, or you may not see it."),
    "study_form_lost": _l("Load the page again: a part of it was lost on the way."),
    "study_wave_cannot": _l(
        "One of these waves cannot be in a study any more. Load the page again and choose anew."
    ),
    "study_place_twice": _l("Choose one wave of each place: two of the same place are too many."),
    "study_too_few_places": _l("Choose waves of at least five places."),
    "study_one_place_large": _l(
        "One of these places has more than half of all the people. Add places, or leave it out."
    ),
    "study_too_few_answers": _l(
        "Fewer than 150 people answered at these places together. Add more places."
    ),
}
