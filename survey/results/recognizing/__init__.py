"""What points at somebody in a comment, with what libraries know on top of our own patterns.

Numbering plans (phonenumbers) find telephone numbers, and the names of months and days in all
languages (Babel's copy of CLDR) find dates. README.md tells what else was measured, and why it is
not used.
"""

from __future__ import annotations

from collections.abc import Collection

from survey.core.disclosure.marks import Mark
from survey.core.disclosure.pointing import find_marks
from survey.results.recognizing.bare_names import bare_names_in
from survey.results.recognizing.calendar_dates import calendar_dates_in
from survey.results.recognizing.large_words import large_words_in
from survey.results.recognizing.numbers import numbers_in


def recognize(text: str, names: Collection[str], region: str) -> tuple[Mark, ...]:
    """Every mark in the order of the text, none across another; the same for the same text.

    names: of staff, and words that point at somebody at the place. region: whose telephone numbers
    are written without a prefix, as two letters.
    """
    also = [
        *(Mark(*span, "phone") for span in numbers_in(text, region)),
        *(Mark(*span, "date") for span in calendar_dates_in(text)),
        *(Mark(*span, "name") for span in large_words_in(text)),
        *(Mark(*span, "name") for span in bare_names_in(text)),
    ]
    return find_marks(text, names, also)
