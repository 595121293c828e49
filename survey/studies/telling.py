"""What a release's page says of studies: the newest one of the place, or why there is none."""

from __future__ import annotations

import json
from dataclasses import dataclass

from flask_babel import gettext as _

from survey.accounts.models import Person
from survey.communities.queries import get_property
from survey.db import db
from survey.responses.terms import get_terms
from survey.results.models import Release
from survey.studies.queries import (
    find_newest_of_place,
    list_open_requests,
    list_used_waves,
    may_study,
)
from survey.studies.standing import why_not
from survey.studies.words import tell_reason
from survey.waves.models import Wave
from survey.waves.words import day


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence, and the number of the study that it points to where the reader may see it."""

    sentence: str
    number: int | None = None


def tell_study(release: Release, person: Person) -> Told:
    """Point to the newest study of a release's place, or say why there is none. Some queries."""
    place = get_property(release.property_id)
    found = find_newest_of_place(place.id)
    if found is None:
        return Told(_without(db.session.get_one(Wave, release.wave_id), place.organization_id))
    study, wave = found
    sentence = _(
        "Study %(number)s of %(day)s looked at how well the questions work at %(places)s places "
        "together, one of them this place with its wave %(wave)s.",
        number=study.number,
        day=day(study.made_at.date()),
        places=json.loads(study.body)["places"],
        wave=wave.number,
    )
    return Told(sentence, study.number if may_study(person, study.organization_id) else None)


def _without(wave: Wave, organization_id: int) -> str:
    used = {wave_id for wave_id, _number in list_used_waves()}
    reason = why_not(wave, list_open_requests(organization_id), used)
    if reason is not None:
        return _("There is no study with this place. %(reason)s", reason=tell_reason(reason))
    assert wave.released_at is not None, "it has a release, and nothing stands against it"
    return _(
        "There is no study with this place yet. This wave can be in one until its answers are "
        "destroyed on %(day)s.",
        day=day(get_terms(wave).answers_destroyed_on(wave.released_at)),
    )
