"""The blueprint of letters, and who may open its pages: whoever may send for a property."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response

from survey.accounts.access import Right, signed_in
from survey.accounts.models import Person
from survey.communities.models import Property
from survey.communities.queries import get_property
from survey.core.errors import SurveyError
from survey.core.promise.kinds import MOVE_IN
from survey.waves.models import Wave
from survey.waves.queries import get_wave_for

bp = Blueprint("letters", __name__)


@dataclass(frozen=True, slots=True)
class Sending:
    """A wave, where it is, and who sends for it."""

    person: Person
    wave: Wave
    place: Property

    @property
    def name(self) -> str:
        """What files of this wave are called."""
        return f"{self.place.slug}-{self.wave.number}"


def get_sending(wave_id: str) -> Sending:
    """The wave, where somebody is signed in who may send for it. Raises SurveyError."""
    person = signed_in()
    wave = get_wave_for(person, wave_id, Right.SEND)
    return Sending(person, wave, get_property(wave.property_id))


def get_sending_to_all(wave_id: str) -> Sending:
    """The same, of a wave that asks everybody: only then is there something for every home.

    Raises SurveyError "codes_at_move_in".
    """
    sending = get_sending(wave_id)
    if sending.wave.kind == MOVE_IN:
        raise SurveyError("conflict", "codes_at_move_in")
    return sending


def secret_file(response: Response, name: str) -> Response:
    """A file with codes: handed over once, and kept by no cache."""
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
