"""Released waves whose opened answers still exist, for studies: written as opening leaves them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count
from secrets import token_bytes
from typing import Any

from survey.communities.models import Organization, Property
from survey.core.bank.content import to_content
from survey.core.bank.questionnaire import Questionnaire
from survey.core.canonical import canonical_json, content_hash
from survey.core.disclosure.ledger import FIRST_HASH
from survey.db import db, transaction
from survey.questionnaires.models import Questionnaire as Draft
from survey.questionnaires.models import QuestionnaireVersion
from survey.responses.models import OpenedAnswer
from survey.results.models import Release
from survey.studies.chain import hash_body, link
from survey.studies.models import Study, StudyRequest
from survey.studies.queries import find_last_study
from survey.waves.models import Wave
from tests.factories.communities import make_organization, make_property
from tests.support.studied import PLACES, Answers, answers_of_places, studied_questionnaire

_serial = count(1)


def publish_studied(place: Property, now: datetime) -> QuestionnaireVersion:
    """A published version of the questionnaire of `studied.py`. Needs a transaction."""
    content = to_content(studied_questionnaire())
    version = QuestionnaireVersion(
        questionnaire=Draft(
            property_id=place.id, template="pulse_core", title="Longer pulse", created_at=now
        ),
        number=1,
        content=canonical_json(content),
        content_hash=content_hash(content),
        published_at=now,
    )
    db.session.add(version)
    db.session.flush()
    return version


def studied_release(wave_id: str, place: Property, number: int, people: int) -> dict[str, Any]:
    """The parts of a release that a study reads, with everything shown."""
    asked = studied_questionnaire()
    levels = ("perceptual", "relational", "structural")
    return {
        "schema": 2,
        "status": "released",
        "property": {"name": place.name, "slug": place.slug},
        "wave": {"id": wave_id, "number": number, "closes_on": "2026-08-24"},
        "promise": {"min_group": 10},
        "response": {"respondents": people},
        "items": [{"id": item.id, "state": "shown", "points": []} for item in asked.closed_items],
        "indices": [{"id": index.id, "state": "shown"} for index in asked.indices],
        "levels": [{"id": level, "state": "shown"} for level in levels],
    }


def store_wave(
    place: Property,
    answers: Sequence[Answers],
    now: datetime,
    *,
    promised: dict[str, Any] | None = None,
    released: dict[str, Any] | None = None,
) -> str:
    """A wave released at this moment; its id. promised, released: what differs in either."""
    serial = next(_serial)
    wave_id = hashlib.sha256(f"studied {serial}".encode()).hexdigest()[:32]
    with transaction():
        there = db.session.merge(place)
        version = publish_studied(there, now)
        promise = _promise(studied_questionnaire(), serial) | {"study": True} | (promised or {})
        db.session.add(_wave(wave_id, version, serial, promise, now))
        body = canonical_json(
            studied_release(wave_id, there, serial, len(answers)) | (released or {})
        )
        db.session.flush()
        db.session.add(
            Release(
                wave_id=wave_id,
                property_id=there.id,
                number=1,
                schema_version=2,
                body=body,
                sha256=hashlib.sha256(body.encode()).hexdigest(),
                made_at=now,
            )
        )
        db.session.add_all(
            OpenedAnswer(wave_id=wave_id, id=token_bytes(16), answers=json.dumps(one), groups="{}")
            for one in answers
        )
    return wave_id


def store_five(now: datetime, *, seed: int = 1) -> tuple[Organization, list[str]]:
    """An organization with a wave of each of five places, 215 answers in all."""
    organization = make_organization("Lantern Homes")
    return organization, [
        store_wave(make_property(name, organization=organization), answers, now)
        for name, answers in zip(PLACES, answers_of_places(seed), strict=True)
    ]


def store_study(organization: Organization, document: dict[str, Any], now: datetime) -> int:
    """A published study with this document, in its place in the chain; returns its number."""
    body = canonical_json(document)
    with transaction():
        last = find_last_study()
        number, previous = (last.number + 1, last.hash) if last else (1, FIRST_HASH)
        request = StudyRequest(
            id=f"{number:032x}",
            organization_id=organization.id,
            wave_ids=[wave["wave"] for wave in document["waves"]],
            state="published",
            asked_at=now,
            ended_at=now,
        )
        db.session.add(request)
        db.session.flush()
        db.session.add(
            Study(
                number=number,
                organization_id=organization.id,
                request_id=request.id,
                schema_version=1,
                body=body,
                sha256=hash_body(body),
                made_at=now,
                previous_hash=previous,
                hash=link(number, previous, hash_body(body)),
            )
        )
    return number


def study_document(**changes: Any) -> dict[str, Any]:
    """A study's document with one index shown, one hidden, and shares that cannot be ranked."""
    figure = {"value": 0.82, "low": 0.78, "high": 0.86}
    items = ["per_bel_01", "per_bel_02"]
    shares = (("perceptual", 45, 20, 61), ("relational", 33, 18, 52), ("structural", 22, 9, 40))
    return {
        "schema": 1,
        "software": "0.1.0",
        "organization": "Hearth Homes",
        "made_on": "2026-08-25",
        "waves": [
            {"wave": f"w{at}", "place": name, "slug": f"place-{at}", "number": at + 1}
            for at, name in enumerate(PLACES)
        ],
        "places": 5,
        "respondents": 215,
        "indices": [
            {
                "id": "belonging",
                "items": items,
                "state": "shown",
                "respondents": 210,
                "alpha": figure,
                "omega": None,
                "icc1": figure,
                "icc2": {"value": -0.05, "low": -0.4, "high": 0.86},
                "item_rest": [0.61, -0.02],
            },
            {"id": "trust", "items": ["per_tru_01"], "state": "hidden"},
        ],
        "importance": {
            "state": "shown",
            "outcome": "out_lad_01",
            "respondents": 205,
            "fit": 31,
            "ranked": False,
            "levels": [
                {"id": level, "share": share, "low": low, "high": high}
                for level, share, low, high in shares
            ],
        },
        "wording": {
            "index.belonging": "Belonging",
            "index.trust": "Trust",
            "level.perceptual": "Feeling at home",
            "level.relational": "Knowing one another",
            "level.structural": "Having a say",
            "out_lad_01": "Which step are you on now?",
            "per_bel_01": "I feel that I belong here.",
            "per_bel_02": "I feel welcome in the shared rooms and yards here.",
            "per_tru_01": "Most people here can be trusted.",
        },
        **changes,
    }


def _wave(
    wave_id: str,
    version: QuestionnaireVersion,
    number: int,
    promise: dict[str, Any],
    now: datetime,
) -> Wave:
    text = canonical_json(promise)
    return Wave(
        id=wave_id,
        property_id=version.questionnaire.property_id,
        questionnaire_version_id=version.id,
        number=number,
        slug=f"studied-{number}",
        state="released",
        access=promise["access"],
        custody="server",
        promise=text,
        promise_hash=hashlib.sha256(text.encode()).hexdigest(),
        public_key=b"none",
        opens_at=now - timedelta(days=21),
        closes_at=now,
        launched_at=now - timedelta(days=21),
        opened_at=now,
        released_at=now,
    )


def _promise(asked: Questionnaire, number: int) -> dict[str, Any]:
    """The parts of a promise that terms are read from."""
    content = to_content(asked)
    return {
        "schema": 1,
        "wave": {"number": number, "title": "Longer pulse", "closes_on": "2026-08-24"},
        "timezone": "UTC",
        "questionnaire": {"hash": content_hash(content), "content": content},
        "languages": ["en"],
        "access": "codes",
        "min_group": 10,
        "cuts": [],
        "answers_destroyed_after_days": 30,
        "unopened_destroyed_on": "2026-10-31",
    }
