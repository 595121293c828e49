"""Code letters: derived from the key store at each request, stored nowhere."""

from __future__ import annotations

from dataclasses import dataclass

from survey.core.errors import SurveyError
from survey.core.promise.document import places_of
from survey.core.sealing.codes import derive_code, format_code
from survey.keys.store import get_key_store
from survey.waves.models import Wave
from survey.waves.promise import sealed_promise


@dataclass(frozen=True, slots=True)
class CodeLetter:
    """One adult's code, ABCD-EFGH-JKLM, and where the letter goes: the home's number in its part.

    part: the name of the stratum the home belongs to, None outside of all strata.
    """

    part: str | None
    home: int
    adult: int
    code: str


def list_codes(wave: Wave) -> list[CodeLetter]:
    """Every code of an open wave, by home; costs one HMAC per adult.

    Raises SurveyError "no_codes" for an open link, "wave_closed" once it is over, "secrets_gone".
    """
    if wave.access != "codes":
        raise SurveyError("conflict", "no_codes")
    if wave.state != "open":
        raise SurveyError("conflict", "wave_closed")
    box_secret = get_key_store().get(wave.id).box_secret
    promise = sealed_promise(wave)
    labels = {one["id"]: one["label"] for one in promise["property"]["strata"]}
    before: dict[str | None, int] = {}
    letters: list[CodeLetter] = []
    for place in places_of(promise):
        first = before.setdefault(place.part, place.home - 1)
        code = format_code(derive_code(box_secret, place.home, place.adult))
        part = labels.get(place.part) if place.part else None
        letters.append(CodeLetter(part, place.home - first, place.adult, code))
    return letters
