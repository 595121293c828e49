"""The homes that letters go to: where each is, what it is written to in, and its adults' codes.

Codes are derived from the key store at each call and stored nowhere; how a home is reached is
opened from the list of homes where there is one. Nobody's answer and no use of a code is known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

from survey.communities.queries import get_property
from survey.core.errors import SurveyError
from survey.homes.contacts import Contact
from survey.letters.queries import list_doors
from survey.letters.sorting import natural, postal_code
from survey.waves.letters import CodeLetter, list_codes
from survey.waves.models import Wave
from survey.waves.promise import sealed_promise

FALLBACK: Final = "en"
AFTER_ALL: Final = (1, "")


@dataclass(frozen=True, slots=True)
class LetterHome:
    """One home. Its repr tells nothing: neither codes nor contacts belong in a trace.

    door: as its door says it, None where there is no list; then part and home say which it is.
    tag: the language in which it is written to. codes: one an adult, ABCD-EFGH-JKLM.
    """

    door: str | None = field(repr=False)
    part: str | None = field(repr=False)
    home: int = field(repr=False)
    tag: str = field(repr=False)
    contact: Contact = field(repr=False)
    codes: tuple[str, ...] = field(repr=False)


def list_letter_homes(wave: Wave, sorted_by: str = "doors") -> list[LetterHome]:
    """Every home of an open wave, in the order of delivery. Four queries and an HMAC an adult.

    sorted_by: "doors", or "postal": by postal code, homes without an address last. Raises
    SurveyError "no_codes", "wave_closed", "secrets_gone", "contact_unreadable".
    """
    tags = sealed_promise(wave)["languages"]
    doors = list_doors(wave, get_property(wave.property_id))
    homes = []
    for _home, codes in groupby(list_codes(wave), key=lambda one: (one.part, one.home)):
        letters = list(codes)
        listed = doors.get(letters[0].number or 0)
        homes.append(
            _home_of(
                letters,
                _language(listed.language if listed else None, tags),
                listed.contact if listed else Contact(),
            )
        )
    return sorted(homes, key=_ORDERS[sorted_by])


def find_homes(wave: Wave, wanted: str) -> list[LetterHome]:
    """The homes whose door says this, or whose number it is where there is no list.

    Raises SurveyError "no_such_door", and as `list_letter_homes` does.
    """
    key = natural(wanted)
    found = [one for one in list_letter_homes(wave) if natural(one.door or str(one.home)) == key]
    if not found:
        raise SurveyError("input", "no_such_door", field="door", door=wanted)
    return found


def _home_of(letters: Sequence[CodeLetter], tag: str, contact: Contact) -> LetterHome:
    first = letters[0]
    return LetterHome(
        door=first.label,
        part=first.part,
        home=first.home,
        tag=tag,
        contact=contact,
        codes=tuple(one.code for one in letters),
    )


def _language(wanted: str | None, tags: Sequence[str]) -> str:
    """A home's own language where the survey is asked in it, else English, else the first."""
    if wanted in tags:
        return str(wanted)
    return FALLBACK if FALLBACK in tags else tags[0]


def _by_door(one: LetterHome) -> Any:
    if one.door is None:
        return ((), one.part is None, natural(one.part or ""), one.home)
    return (natural(one.door), False, (), one.home)


def _by_postal_code(one: LetterHome) -> Any:
    code = postal_code(one.contact.address)
    street = tuple(natural(line) for line in one.contact.address)
    return ((0, code) if code else AFTER_ALL, street, _by_door(one))


_ORDERS: Final[dict[str, Callable[[LetterHome], Any]]] = {
    "doors": _by_door,
    "postal": _by_postal_code,
}
