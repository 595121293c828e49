"""Waves: launching them, their promise, their keys."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

WAVES: Final[dict[str, LazyString]] = {
    # A wave and its promise
    "no_such_wave": _l("There is no such wave, or you may not see it."),
    "no_such_version": _l("Choose one of the questionnaires in the list."),
    "wave_already_open": _l(
        "A wave is open at this property. Close or cancel it before you launch the next one."
    ),
    "languages_not_reviewed": _l(
        "One of the languages has not been reviewed. Choose only reviewed ones, or tick this box."
    ),
    "unknown_reason": _l("Choose one of the reasons in the list."),
    "extension_not_later": _l(
        "Choose a day after %(last)s, which is the last day now. "
        "A survey is never closed earlier by this."
    ),
    "extension_too_late": _l(
        "The promise allows no day as late as this. The latest one is %(latest)s."
    ),
    "extension_not_sealed": _l(
        "This promise names its last day as the latest one, so the survey cannot be extended."
    ),
    "fieldwork_not_over": _l("This survey is still open."),
    "promise_weaker": _l(
        "A sealed promise can only be made stricter. This would weaken it, or leave it as it is."
    ),
    "unknown_change": _l("Nothing was changed."),
    "too_late_to_tighten": _l("It is too late for this change: the answers have been opened."),
    "no_paper": _l(
        "The promise of this wave says nothing of paper, so that no answers can be typed in."
    ),
    "wave_closed": _l("This wave is closed."),
    "wave_cancelled": _l("This wave is cancelled. Nothing in it is left to change."),
    "secrets_gone": _l("The keys of this wave are destroyed."),
    "no_custodian": _l("The server holds the key of this wave; there is no recovery sheet."),
    "secrets_still_there": _l("The key of this wave is still in the key store."),
    "sheet_of_another_wave": _l("This sheet belongs to another wave."),
    "recovery_lines": _l("Look at these lines of the sheet again: %(lines)s."),
    "unknown_wave": _l("There is no such wave."),
    "wave_id_unusable": _l("This wave has a name that its keys cannot be kept under."),
    # What is chosen at launch
    "languages_needed": _l("Choose at least one language."),
    "unknown_language": _l("Choose from the languages in the list."),
    "text_needed": _l("Write something here: residents read it."),
    "text_too_long": _l("Make this shorter: at most %(longest)s characters."),
    "unknown_custody": _l("Choose who holds the key to the answers."),
    "unknown_access": _l("Choose how people get in."),
    "passphrase_too_short": _l(
        "Choose a passphrase of at least %(shortest)s characters. Four or five words are good."
    ),
    "opens_in_past": _l("This day is over. Choose today or a later day."),
    "closes_before_opening": _l("The survey would close before it opens. Choose a later day."),
    "target_out_of_range": _l("Plan for %(lowest)s to %(highest)s percent of the adults."),
    "open_too_long": _l("Keep the survey open for at most %(longest)s days."),
    "report_before_closing": _l(
        "Results can follow from the day after closing. Choose a later day."
    ),
    "report_too_late": _l("Promise results at most %(longest)s days after closing."),
    "min_group_too_small": _l("The smallest group has at least %(smallest)s people."),
    "min_group_too_large": _l("The smallest group has at most %(largest)s people."),
    "fewer_adults_than_group": _l(
        "Only %(adults)s adults live here: with so large a smallest group, nothing could be shown."
    ),
    "kept_days_out_of_range": _l("Write a number of days from 1 to %(longest)s."),
    "cut_not_supported": _l(
        "One of the breakdowns cannot be made with these choices, since groups would be too "
        "small to show. Look at the list again: it now fits what you chose."
    ),
    "too_many_cuts": _l(
        "So few adults live here that only one breakdown can stand beside the type of home."
    ),
}
