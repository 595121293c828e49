"""Code letters: derived from the key store at each request, stored nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from sqlalchemy import select

from survey.core.errors import SurveyError
from survey.core.promise.document import places_of
from survey.core.promise.frame import ListedHome, Place, list_places
from survey.core.promise.kinds import MOVE_IN
from survey.core.sealing.codes import derive_code, format_code
from survey.db import db
from survey.homes.models import Home
from survey.keys.store import get_key_store
from survey.waves.models import Wave, WaveHome
from survey.waves.promise import sealed_promise


@dataclass(frozen=True, slots=True)
class CodeLetter:
    """One adult's code, ABCD-EFGH-JKLM, and where the letter goes: the home's number in its part.

    part: the name of the stratum the home belongs to, None outside of all strata. number: the
    home's number on the list of homes, None where there is no list. label: as its door says it.
    """

    part: str | None
    home: int
    adult: int
    code: str
    number: int | None = None
    label: str | None = None


def list_codes(wave: Wave) -> list[CodeLetter]:
    """Every code of an open wave that is somebody's, by home; costs one HMAC per adult.

    Raises SurveyError "no_codes" for an open link, "wave_closed" once it is over, "secrets_gone".
    """
    if wave.access != "codes":
        raise SurveyError("conflict", "no_codes")
    if wave.state != "open":
        raise SurveyError("conflict", "wave_closed")
    box_secret = get_key_store().get(wave.id).box_secret
    if wave.kind == MOVE_IN:
        return list(_list_given(wave, box_secret))
    promise = sealed_promise(wave)
    labels = {one["id"]: one["label"] for one in promise["property"]["strata"]}
    doors = _list_doors(wave)
    places = list_places(_list_homes(wave), ()) if doors else places_of(promise)
    return [
        CodeLetter(
            part=labels.get(place.part) if place.part else None,
            home=home,
            adult=place.adult,
            code=format_code(derive_code(box_secret, place.home, place.adult)),
            number=place.home if doors else None,
            label=doors.get(place.home),
        )
        for place, home in _numbered(places)
    ]


def _list_given(wave: Wave, box_secret: bytes) -> Iterator[CodeLetter]:
    """The codes that households were given who moved in: each the next ones that lay ready.

    Their numbers count hand-outs, and are no home's on any list.
    """
    ready = count(1)
    for home in _list_homes(wave):
        for adult in range(1, home.adults + 1):
            code = format_code(derive_code(box_secret, next(ready), 1))
            yield CodeLetter(part=None, home=home.number, adult=adult, code=code)


def _numbered(places: list[Place]) -> Iterator[tuple[Place, int]]:
    """Each place with its home's number within its part, from 1."""
    seen: dict[str | None, list[int]] = {}
    for place in places:
        homes = seen.setdefault(place.part, [])
        if not homes or homes[-1] != place.home:
            homes.append(place.home)
        yield place, len(homes)


def _list_homes(wave: Wave) -> list[ListedHome]:
    """The homes that the codes were made for, by number. One query."""
    wanted = (
        select(WaveHome.number, WaveHome.part, WaveHome.adults)
        .where(WaveHome.wave_id == wave.id)
        .order_by(WaveHome.number)
    )
    return [ListedHome(*row) for row in db.session.execute(wanted)]


def _list_doors(wave: Wave) -> dict[int, str]:
    """What the door of each home says, by number; empty where there was no list. One query."""
    wanted = (
        select(WaveHome.number, Home.label)
        .join(Home, (Home.property_id == wave.property_id) & (Home.number == WaveHome.number))
        .where(WaveHome.wave_id == wave.id)
    )
    return {row.number: row.label for row in db.session.execute(wanted)}
