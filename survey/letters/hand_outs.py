"""What a household gets that moved in: a page for each adult, with one code and when to answer.

It shows its number, by which a lost one is printed again. No home, name or day stands on it, nor in
the database.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import force_locale
from flask_babel import gettext as _

from survey.communities.models import Property
from survey.core.errors import SurveyError
from survey.letters.making import speaker
from survey.letters.rendering import Look, render_sheets
from survey.letters.sheets import Sheet, lay
from survey.letters.words import INVITATION, LetterWords
from survey.waves.letters import list_codes
from survey.waves.models import Wave


def find_codes(wave: Wave, number: int) -> list[str]:
    """The codes of a hand-out, one an adult, derived anew. Raises SurveyError "no_such_hand_out"
    with the field, and as `list_codes` does.
    """
    codes = [one.code for one in list_codes(wave) if one.home == number]
    if not codes:
        raise SurveyError("input", "no_such_hand_out", field="number", number=number)
    return codes


def print_hand_out(wave: Wave, place: Property, number: int, *, tag: str, paper: str) -> bytes:
    """The PDF of a hand-out in one of the wave's languages, one page an adult."""
    words = speaker(wave, place, INVITATION)(tag)
    sheets = make_hand_out(words, number, find_codes(wave, number))
    return render_sheets(sheets, Look("letters", paper))


def make_hand_out(words: LetterWords, number: int, codes: Sequence[str]) -> list[Sheet]:
    """A sheet for each code."""
    with force_locale(words.language.locale):
        label = _("Hand-out %(number)s", number=number)
        to = (_("For an adult who moved in"), label, words.place)
        return [
            Sheet(
                words=words,
                door=label,
                to=to,
                greeting=_("Hello,"),
                of=_("%(number)s of %(count)s", number=at, count=len(codes)),
                rows=lay((code,), words),
            )
            for at, code in enumerate(codes, start=1)
        ]
