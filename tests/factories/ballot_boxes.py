"""Open waves with codes, a key store and a promise, made without the launch page."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from secrets import token_bytes
from typing import Any

from survey.communities.models import Organization, Property
from survey.core.bank.content import to_content
from survey.core.bank.questionnaire import Questionnaire, build_questionnaire
from survey.core.bank.reading import read_bank
from survey.core.canonical import canonical_json, content_hash
from survey.core.sealing.codes import code_check, derive_code
from survey.core.sealing.custody import Cost, wrap_key
from survey.core.sealing.hpke import generate_opening_key
from survey.db import db, transaction
from survey.keys.store import WaveSecrets, get_key_store
from survey.questionnaires.models import Questionnaire as Draft
from survey.questionnaires.models import QuestionnaireVersion
from survey.waves.models import AccessCode, Wave

PASSPHRASE = "three herons by the pond"
CHEAP = Cost(passes=1, memory_kib=64, lanes=1)
STRATA = ("full_price", "lower_cost")
_serial = count(1)


@dataclass(frozen=True, slots=True)
class Box:
    """An open wave. `codes` in the order of the homes; code and stratum of home i stand at i."""

    wave_id: str
    secrets: WaveSecrets
    opening_key: bytes
    codes: tuple[str, ...]
    strata: tuple[str, ...]

    @property
    def slug(self) -> str:
        """Its public address."""
        return self.wave.slug

    @property
    def wave(self) -> Wave:
        """The wave as the present session sees it."""
        return db.session.get_one(Wave, self.wave_id)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a wave is made of."""

    opens_at: datetime
    homes: int = 12
    access: str = "codes"
    custody: str = "server"
    min_group: int = 5
    cuts: tuple[str, ...] = ("stratum", "dem_ten")
    days_open: int = 21
    changes: dict[str, Any] = field(default_factory=dict)


@cache
def pulse() -> Questionnaire:
    """The pulse questionnaire of the shipped bank, with its housing question."""
    return build_questionnaire(read_bank(), "pulse_core")


def make_promise(plan: Plan, wave_id: str, number: int) -> dict[str, Any]:
    """The parts of a promise that the ballot box reads."""
    content = to_content(pulse())
    groups = {"stratum": STRATA, "dem_ten": ("full_price", "lower_cost"), "language": ("en", "es")}
    closes = plan.opens_at + timedelta(days=plan.days_open)
    return {
        "schema": 1,
        "wave_id": wave_id,
        "wave": {"number": number, "title": "Pulse", "closes_on": closes.date().isoformat()},
        "timezone": "UTC",
        "property": {"adults": plan.homes},
        "questionnaire": {"hash": content_hash(content), "content": content},
        "languages": ["en", "es", "ar", "zh-Hans"],
        "custody": {"kind": plan.custody, "name": ""},
        "access": plan.access,
        "min_group": plan.min_group,
        "cuts": [
            {"id": cut, "groups": [{"id": group, "label": group} for group in groups[cut]]}
            for cut in plan.cuts
        ],
        "answers_destroyed_after_days": 30,
        "unopened_destroyed_on": (closes + timedelta(days=60)).date().isoformat(),
        **plan.changes,
    }


def make_box(plan: Plan) -> Box:
    """An open wave in the database, its codes, and its secrets in the key store."""
    serial = next(_serial)
    wave_id = token_bytes(8).hex()
    private, public = generate_opening_key()
    secrets = WaveSecrets(
        token_bytes(32),
        private if plan.custody == "server" else None,
        wrap_key(private, PASSPHRASE, cost=CHEAP) if plan.custody == "custodian" else None,
    )
    homes = range(plan.homes)
    codes = tuple(derive_code(secrets.box_secret, home, 1) for home in homes)
    box = Box(wave_id, secrets, private, codes, tuple(STRATA[home % 2] for home in homes))
    get_key_store().put(wave_id, secrets)
    with transaction():
        db.session.add(_wave(plan, wave_id, serial, public, _version(plan, serial)))
        db.session.flush()
        if plan.access == "codes":
            db.session.add_all(_access_codes(box))
    return box


def _wave(
    plan: Plan, wave_id: str, serial: int, public_key: bytes, version: QuestionnaireVersion
) -> Wave:
    promise = make_promise(plan, wave_id, serial)
    return Wave(
        id=wave_id,
        property_id=version.questionnaire.property_id,
        questionnaire_version_id=version.id,
        number=1,
        slug=f"elm-{serial}",
        access=plan.access,
        custody=plan.custody,
        promise=canonical_json(promise),
        promise_hash=content_hash(promise),
        public_key=public_key,
        opens_at=plan.opens_at,
        closes_at=plan.opens_at + timedelta(days=plan.days_open),
        launched_at=plan.opens_at,
    )


def _version(plan: Plan, serial: int) -> QuestionnaireVersion:
    """A published questionnaire of a new property."""
    place = Property(
        organization=Organization(name="Org", slug=f"org-{serial}"),
        name="Elm Court",
        slug=f"elm-court-{serial}",
        homes=plan.homes,
        adults=plan.homes,
    )
    db.session.add(place)
    db.session.flush()
    version = QuestionnaireVersion(
        questionnaire=Draft(
            property_id=place.id,
            template="pulse_core",
            title="Pulse check-in",
            created_at=plan.opens_at,
        ),
        number=1,
        content=canonical_json(to_content(pulse())),
        content_hash=content_hash(to_content(pulse())),
        published_at=plan.opens_at,
    )
    db.session.add(version)
    db.session.flush()
    return version


def _access_codes(box: Box) -> list[AccessCode]:
    """What the database keeps of the codes, in sorted order as a launch writes them."""
    checks = [code_check(box.secrets.box_secret, code) for code in box.codes]
    rows = sorted(zip(checks, box.strata, strict=True))
    return [AccessCode(wave_id=box.wave_id, code_check=one, stratum=two) for one, two in rows]
