"""What is wrong with a field of the keyer's page, as a sentence at that field."""

from __future__ import annotations

from babel.lists import format_list
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from survey.responses.paper.numbering import Numbered
from survey.responses.paper.typing import Wrong


def explain_wrong(wrong: Wrong, question: Numbered) -> str:
    """What to do about it."""
    if wrong.code == "one_number":
        return _(
            "Type one number only. Where two boxes are ticked and one is meant, leave this empty."
        )
    if wrong.code == "exclusive_with_others":
        return _("“%(label)s” stands alone. Type its number or the others.", label=wrong.label)
    if wrong.code == "text_too_long":
        return _(
            "There is room for %(most)s letters, and this has %(count)s. Leave out some words.",
            most=wrong.most,
            count=wrong.length,
        )
    return wrong_number(question)


def wrong_number(question: Numbered) -> str:
    """Which numbers can be typed."""
    numbers = [box.number for box in question.boxes]
    if question.takes_several:
        return _(
            "Type numbers from %(first)s to %(last)s, with a space between them.",
            first=numbers[0],
            last=numbers[-1],
        )
    return _("Type a number from %(first)s to %(last)s.", first=numbers[0], last=numbers[-1])


def wrong_code(code: str) -> str:
    """What to do about a code that is none of the wave's; whether it was used is asked nowhere."""
    if not code.strip():
        return _("Type the code that stands on the sheet. Put a sheet without a code aside.")
    return _(
        "No code of this survey reads like this. Compare it with the sheet. If it stands there so, "
        "put the sheet aside."
    )


def look_again() -> str:
    """Told at a question that two keyings differ in and that was left empty."""
    return _("Look at the sheet and type its number, or a dash (-) where nothing is ticked.")


def apart_words(numbers: tuple[int, ...]) -> str:
    """Told before what does not apply is left out."""
    return ngettext(
        "Question %(numbers)s does not apply after the other answers. Look at the sheet again. If "
        "it is typed as it stands there, go on: this answer is left out.",
        "Questions %(numbers)s do not apply after the other answers. Look at the sheet again. If "
        "they are typed as they stand there, go on: these answers are left out.",
        len(numbers),
        numbers=format_list([str(one) for one in numbers], locale=get_locale() or "en"),
    )


def sealed_words(left_out: tuple[int, ...]) -> str:
    """Told once a sheet is sealed."""
    if not left_out:
        return _("The sheet is sealed. Put it aside and take the next one.")
    return ngettext(
        "The sheet is sealed; %(num)d answer that does not apply was left out. Take the next one.",
        "The sheet is sealed; %(num)d answers that do not apply were left out. Take the next one.",
        len(left_out),
    )


def done_words(*, sealed: bool) -> str:
    """Told where a browser sends a sheet once more, after Back, a reload or a second press."""
    if sealed:
        return _("That sheet is sealed already. This is an empty page for the next one.")
    return _("That sheet was left, and nothing of it is sealed. This is an empty page.")


def stopped_words() -> str:
    """Told where a sheet is sent after its sitting has ended, by another page or in the meantime.

    It may be one that was sealed before and is sent once more: nothing is known of it any more.
    """
    return _(
        "What was sent just now is not sealed, because typing in had ended in between. Unless you "
        "have read that this sheet is sealed, it has to be typed in anew."
    )
