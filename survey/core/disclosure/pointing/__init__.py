"""What in a comment points at somebody, by patterns: each module finds one kind of it.

They would rather mark too much than too little, and read the digits and dashes of all scripts,
because residents write in fifteen languages. Compiling them takes a moment: whoever only needs
`Mark` takes it from `marks.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from survey.core.disclosure.marks import Mark, join_marks
from survey.core.disclosure.pointing.contacts import emails_in, phones_in
from survey.core.disclosure.pointing.dates import dates_in
from survey.core.disclosure.pointing.homes import homes_in
from survey.core.disclosure.pointing.listed import listed_names_in
from survey.core.disclosure.pointing.titles import titled_names


def find_marks(
    text: str, names: Collection[str] = (), also: Iterable[Mark] = ()
) -> tuple[Mark, ...]:
    """Every mark in the order of the text, none within or across another.

    names: of staff and residents, and words that point at somebody here. also: what was found by
    other means.
    """
    return join_marks(text, [*also, *_all_marks(text, names)])


def _all_marks(text: str, names: Collection[str]) -> Iterator[Mark]:
    yield from (Mark(*span, "email") for span in emails_in(text))
    yield from (Mark(*span, "phone") for span in phones_in(text))
    yield from (Mark(*span, "home") for span in homes_in(text))
    yield from (Mark(*span, "date") for span in dates_in(text))
    yield from (Mark(*span, "name") for span in titled_names(text))
    yield from (Mark(*span, "name") for span in listed_names_in(text, names))
