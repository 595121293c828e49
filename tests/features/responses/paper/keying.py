"""What the tests of keying have alike: a sheet, its answers, lots and slips."""

from __future__ import annotations

from secrets import token_urlsafe
from typing import Any

from flask.testing import FlaskClient

from survey.accounts.models import Role
from survey.communities.models import Property
from survey.core.sealing.envelopes import Slip, open_slip
from survey.db import db
from survey.keys.store import get_key_store
from survey.responses.paper.services import draw_sheet
from survey.responses.paper.sitting import FIRST_TWICE, ONE_IN
from survey.responses.services import seal_response
from tests.factories.accounts import make_person, sign_in
from tests.factories.paper import Keyer
from tests.factories.surveys import box_of
from tests.factories.waves import Fieldwork

WORDS = "Quenchfeather wants a bench by the pond."
SHEET = {"out_sat_01": "4", "per_bel_01": "2"}
ANSWERS = {"out_sat_01": 4, "per_bel_01": 2}
AGAIN = "Type the same sheet once more"
DIFFER = "Look at the sheet: these differ"


def slips(work: Fieldwork) -> list[Slip]:
    """What the server added to each envelope."""
    key = get_key_store().get(work.wave_id).opening_key
    assert key is not None
    db.session.rollback()
    return [open_slip(key, slip, wave_id=work.wave_id) for _slot, _answers, slip in box_of(work)]


def draw_of(work: Fieldwork, code: str) -> int:
    """The lot of a code's sheet."""
    return draw_sheet(work.wave, code, "")


def by_lot(work: Fieldwork, *, twice: bool) -> str:
    """A code whose sheet is, or is not, typed twice after the first five."""
    return next(code for code in work.codes if (draw_of(work, code) % ONE_IN == 0) == twice)


def past_the_first(keyer: Keyer) -> None:
    """Make the cookie one of a keyer who has typed the first five already."""
    with keyer.client.session_transaction("/staff") as session:
        session["keying"] = {**session["keying"], "typed": FIRST_TWICE}


def resident(work: Fieldwork, code: str, **answers: Any) -> None:
    """A resident sends on the web."""
    seal_response(
        wave=work.wave,
        code=code,
        submission_id=None,
        answers=answers or {"per_bel_01": 5},
        language="es",
        mode="code",
        now=work.wave.opens_at,
    )


def keyer_at(client: FlaskClient, work: Fieldwork) -> Keyer:
    """A keyer at a wave's own place, who has begun."""
    place = db.session.get_one(Property, work.wave.property_id)
    person = make_person(
        "Ines", organization=place.organization, role=Role.KEYER, properties=[place]
    )
    keyer = Keyer(sign_in(client, person), work)
    keyer.begin()
    return keyer


def sheet_by_lot(work: Fieldwork, *, twice: bool) -> str:
    """A page's name that is, or is not, drawn."""
    names = (token_urlsafe(24) for _try in range(1000))
    return next(name for name in names if (draw_sheet(work.wave, "", name) % ONE_IN == 0) == twice)
