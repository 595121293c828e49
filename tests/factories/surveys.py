"""Open surveys as residents meet them, through publishing and launching."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from survey.communities.models import SITE_FEATURES
from survey.core.bank.content import to_content
from survey.core.bank.questionnaire import build_questionnaire
from survey.core.canonical import canonical_json, content_hash
from survey.core.sealing.envelopes import open_answers
from survey.db import db, transaction
from survey.keys.store import get_key_store
from survey.questionnaires.bank import get_bank
from survey.questionnaires.models import QuestionnaireVersion
from survey.responses.queries import count_envelopes, iterate_envelopes
from tests.factories.communities import make_property
from tests.factories.questionnaires import make_questionnaire, publish_questionnaire
from tests.factories.waves import Fieldwork, launch

LINK: Mapping[str, Any] = {"access": "link", "cuts": ("dem_ten",)}
"""What makes a launch one with an open link, which asks for the type of home."""


def launch_annual(now: datetime, *, rotating: tuple[str, ...] = (), **changes: Any) -> Fieldwork:
    """An open yearly survey at a place that has everything, so that nothing is left out."""
    place = make_property("Alder Row", features=SITE_FEATURES)
    version = publish_questionnaire(place, template="annual", rotating=rotating)
    with transaction():
        launched = launch(place, version, now, **changes)
        return Fieldwork(launched.wave.id, launched.wave.slug, launched.recovery)


def launch_items(now: datetime, *items: str, **changes: Any) -> Fieldwork:
    """An open survey that asks just these items of the bank, in this order, by an open link."""
    bank = get_bank()
    asked = replace(
        build_questionnaire(bank, "annual", features=SITE_FEATURES),
        items=tuple(bank.items[name] for name in items),
        scales={bank.items[name].scale: bank.scales[bank.items[name].scale] for name in items},
        constructs=bank.constructs,
        indices=(),
    )
    place = make_property("Birch Yard")
    draft = make_questionnaire(place, template="annual")
    with transaction():
        version = QuestionnaireVersion(
            questionnaire=draft,
            number=1,
            content=canonical_json(to_content(asked)),
            content_hash=content_hash(to_content(asked)),
            published_at=now,
        )
        db.session.add(version)
        db.session.flush()
        launched = launch(place, version, now, **{"access": "link", "cuts": (), **changes})
        return Fieldwork(launched.wave.id, launched.wave.slug, launched.recovery)


def count_sent(work: Fieldwork) -> int:
    """How many answer sets lie in the ballot box now, whoever put them there."""
    db.session.rollback()
    return count_envelopes(work.wave_id)


def box_of(work: Fieldwork) -> list[tuple[bytes, bytes, bytes]]:
    """Everything in the ballot box, to see that nothing has changed."""
    return list(iterate_envelopes(work.wave_id))


def sealed_answers(work: Fieldwork) -> list[dict[str, Any]]:
    """The answer sets in the ballot box, opened with the server's key."""
    db.session.rollback()
    key = get_key_store().get(work.wave_id).opening_key
    assert key is not None
    return [
        open_answers(key, sealed, wave_id=work.wave_id) for _slot, sealed, _slip in box_of(work)
    ]
