"""Launched waves for tests, through the same service as the launch page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from survey.communities.models import Organization, Property, Stratum
from survey.core.bank.content import to_content
from survey.core.bank.questionnaire import Questionnaire, build_questionnaire
from survey.core.canonical import canonical_json, content_hash
from survey.db import db, transaction
from survey.keys.store import get_key_store
from survey.questionnaires.bank import get_bank
from survey.questionnaires.models import Questionnaire as Draft
from survey.questionnaires.models import QuestionnaireVersion
from survey.waves.letters import list_codes
from survey.waves.models import Wave
from survey.waves.services import Launched, extend_fieldwork, launch_wave

TIMEZONE = "America/Chicago"
PASSPHRASE = "four lanterns on the stair"
TWO_STRATA = (
    ("full_price", "Full-price homes", 60, 90),
    ("lower_cost", "Lower-cost homes", 60, 90),
)
"""Key, label, homes and adults of each part."""

_serial = count(1)


@dataclass(frozen=True, slots=True)
class Fieldwork:
    """A launched wave by id, so that no test holds an object of an older session."""

    wave_id: str
    slug: str
    recovery: str | None

    @property
    def wave(self) -> Wave:
        """The wave as the present session sees it."""
        return db.session.get_one(Wave, self.wave_id)

    @property
    def codes(self) -> list[str]:
        """Every code, by home: ABCD-EFGH-JKLM."""
        return [letter.code for letter in list_codes(self.wave)]


@cache
def pulse(template: str = "pulse_core") -> Questionnaire:
    """A questionnaire of the shipped bank, without site features."""
    return build_questionnaire(get_bank(), template)


def make_property(
    *,
    name: str = "Larkspur Court",
    strata: Sequence[tuple[str, str, int, int]] = TWO_STRATA,
    adults: int | None = None,
    homes: int | None = None,
    organization: Organization | None = None,
) -> Property:
    """A stored property; its counts are those of its strata unless given. Needs a transaction."""
    serial = next(_serial)
    place = Property(
        organization=organization or Organization(name=f"Org {serial}", slug=f"org-w{serial}"),
        name=name,
        slug=f"place-w{serial}",
        timezone=TIMEZONE,
        homes=homes or sum(one[2] for one in strata),
        adults=adults or sum(one[3] for one in strata),
        features=[],
        strata=[
            Stratum(key=key, label=label, homes=homes_, adults=adults_, position=position)
            for position, (key, label, homes_, adults_) in enumerate(strata)
        ],
    )
    db.session.add(place)
    db.session.flush()
    return place


def publish_for_tests(
    place: Property, now: datetime, *, template: str = "pulse_core"
) -> QuestionnaireVersion:
    """A published version of a ready-made questionnaire. Needs a transaction."""
    asked = pulse(template)
    version = QuestionnaireVersion(
        questionnaire=Draft(
            property_id=place.id, template=template, title=asked.title, created_at=now
        ),
        number=1,
        content=canonical_json(to_content(asked)),
        content_hash=content_hash(to_content(asked)),
        published_at=now,
    )
    db.session.add(version)
    db.session.flush()
    return version


def launch_choices(now: datetime, **changes: Any) -> dict[str, Any]:
    """What a launch is told by default: open from today, with codes, the server holds the key."""
    today: date = now.astimezone(ZoneInfo(TIMEZONE)).date()
    return {
        "languages": ["en", "es", "zh-Hans", "ar"],
        "runner_name": "Hearth Research",
        "runner_is_landlord": False,
        "contact": "612-555-0142",
        "emergency": "911",
        "custody": "server",
        "custodian_name": "",
        "passphrase": None,
        "access": "codes",
        "opens_on": today,
        "closes_on": today + timedelta(days=21),
        "report_by": today + timedelta(days=49),
        "min_group": 10,
        "cuts": ("stratum",),
        "destroy_after_days": 30,
        "actor": None,
        "unreviewed_accepted": True,
        **changes,
    }


def launch(
    place: Property, version: QuestionnaireVersion, now: datetime, **changes: Any
) -> Launched:
    """Launch by the service. Needs a transaction."""
    return launch_wave(
        property=place,
        version=version,
        now=now,
        key_store=get_key_store(),
        **launch_choices(now, **changes),
    )


def launch_wave_for_tests(
    now: datetime, *, place: Property | None = None, template: str = "pulse_core", **changes: Any
) -> Fieldwork:
    """A launched wave, at a new property of 120 homes and 180 adults unless one is given.

    `changes` are launch_wave's arguments; with `access="link"` give `cuts=()` as well.
    """
    with transaction():
        there = make_property() if place is None else db.session.merge(place, load=True)
        launched = launch(there, publish_for_tests(there, now, template=template), now, **changes)
        return Fieldwork(launched.wave.id, launched.wave.slug, launched.recovery)


def extend(
    fieldwork: Fieldwork, now: datetime, day: date = date(2026, 9, 3), reason: str = "few_answers"
) -> None:
    """More time to answer, by the service; the usual wave closes on August 24."""
    with transaction():
        extend_fieldwork(wave=fieldwork.wave, closes_on=day, reason=reason, actor=None, now=now)
