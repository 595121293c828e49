"""The way of a mailing: which addresses of which homes are left, and in what name each is written.

Homes are gone through by number, whether or not anybody there has answered: nothing about answers
is read here or anywhere on the way.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from survey.communities.queries import get_property
from survey.core.sealing.keyed import keyed_hash
from survey.core.sealing.letters import to_letters
from survey.core.sending.quiet_hours import Hours
from survey.db import db
from survey.messages.queries import list_homes_reached
from survey.messages.telling import Told
from survey.waves.letters import list_codes
from survey.waves.models import Wave

REFERENCE_LETTERS: Final = 24


@dataclass(frozen=True, slots=True)
class Plan:
    """A mailing as it was when its run began, without a row of the session."""

    mailing_id: int
    wave_id: str
    contact: str
    channel: str
    cursor: tuple[int, int]
    ends_at: datetime
    hours: Hours
    zone: ZoneInfo
    told: Told


@dataclass(frozen=True, slots=True)
class Step:
    """One address of one home, or a home that gets nothing (address None)."""

    home: int
    part: int
    tag: str
    address: str | None = field(default=None, repr=False)
    codes: tuple[str, ...] = field(default=(), repr=False)


def make_reference(box_secret: bytes, contact: str, channel: str, step: Step) -> str:
    """The name of a message, 24 letters, the same when it is repeated.

    It leads to no home and no code, and to nothing at all once the box secret is destroyed.
    """
    about = (contact, channel, str(step.home), str(step.part))
    digest = keyed_hash(box_secret, "message", *(part.encode() for part in about))
    return to_letters(digest, REFERENCE_LETTERS).lower()


def list_steps(plan: Plan) -> list[Step]:
    """What is left to do, by home and address. Reads the list of homes and derives every code."""
    wave = db.session.get_one(Wave, plan.wave_id)
    place = get_property(wave.property_id)
    codes: dict[int, list[str]] = {}
    for letter in list_codes(wave) if plan.told.codes else ():
        if letter.number is not None:
            codes.setdefault(letter.number, []).append(letter.code)
    steps: list[Step] = []
    for home in list_homes_reached(wave, place, plan.channel):
        tag = plan.told.language_for(home.language)
        own = tuple(codes.get(home.number, ()))
        if not home.adults or not home.addresses or (plan.told.codes and not own):
            steps.append(Step(home.number, 0, tag))
            continue
        steps += [
            Step(home.number, part, tag, address, own)
            for part, address in enumerate(home.addresses, start=1)
        ]
    return [step for step in steps if (step.home, step.part) > plan.cursor]
