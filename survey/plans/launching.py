"""Launching a planned wave, as the plan's terms say: what a person would do on the launch page."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from survey.communities.models import Property
from survey.communities.queries import get_property
from survey.core.bank.rotation import choose_rotating
from survey.core.promise.cuts import propose_cuts
from survey.db import db
from survey.keys.store import get_key_store
from survey.plans.checking import check_asks_everybody
from survey.plans.models import PlannedWave, PulsePlan
from survey.plans.queries import cadence_of, days_of_wave
from survey.questionnaires.bank import get_bank
from survey.questionnaires.models import Questionnaire, QuestionnaireVersion
from survey.questionnaires.services import change_questionnaire, publish_questionnaire
from survey.waves.models import Wave
from survey.waves.services import launch_wave
from survey.waves.services.launching import frame_of_property, read_version

LATEST: Final = timedelta(days=7)
"""So many days after its first day a wave is still launched, when nothing ran before."""


def launch_planned(planned: PlannedWave, *, today: date, now: datetime) -> Wave:
    """Launch a planned wave whose time has come. Needs a transaction, and the plan held.

    Raises what a launch is refused for; the wave then stays planned.
    """
    plan = planned.plan
    draft = db.session.get_one(Questionnaire, plan.questionnaire_id)
    check_asks_everybody(draft.template)
    place = get_property(plan.property_id)
    version = _publish(plan, place, planned.turn, now)
    terms = dict(plan.terms)
    opens_on = max(planned.opens_on, today)
    wave = launch_wave(
        property=place,
        version=version,
        opens_on=opens_on,
        closes_on=planned.closes_on,
        report_by=planned.report_by,
        cuts=_propose(place, version, terms),
        passphrase=None,
        actor=None,
        now=now,
        key_store=get_key_store(),
        **terms,
    ).wave
    adopt(planned, wave)
    return wave


def launches_by_itself(plan: PulsePlan) -> bool:
    """Whether a job can launch this plan's waves: a custodian's passphrase is typed by a person."""
    return bool(plan.terms["custody"] == "server")


def is_missed(planned: PlannedWave, today: date) -> bool:
    """Whether it is too late to launch a planned wave: the rest of its time is too short."""
    return today > planned.opens_on + LATEST


def adopt(planned: PlannedWave, wave: Wave) -> None:
    """Take a wave for the planned one; somebody may have launched it by hand."""
    planned.state, planned.error, planned.wave_id = "launched", None, wave.id
    follow(planned, wave)


def follow(planned: PlannedWave, wave: Wave) -> None:
    """Let a launched wave of a plan have the days that were promised, or given since."""
    days = days_of_wave(wave)
    planned.opens_on, planned.closes_on, planned.report_by = (
        days.opens_on,
        days.closes_on,
        days.report_by,
    )
    db.session.flush()


def stands_for(planned: PlannedWave, opens_on: date) -> bool:
    """Whether a wave launched by hand, opening on this day, is the planned one."""
    reach = cadence_of(planned.plan).every_months * 30 // 2
    return abs((opens_on - planned.opens_on).days) < reach


def _publish(plan: PulsePlan, place: Property, turn: int, now: datetime) -> QuestionnaireVersion:
    """The plan's questionnaire with the rotating items whose turn it is."""
    draft = db.session.get_one(Questionnaire, plan.questionnaire_id)
    if plan.rotates:
        bank = get_bank()
        chosen = choose_rotating(bank, bank.templates[draft.template], place.features, turn)
        change_questionnaire(
            questionnaire=draft,
            title=draft.title,
            left_out=draft.left_out,
            rotating=chosen,
            own=draft.own,
            by_turns=True,
            actor=None,
            now=now,
        )
    return publish_questionnaire(questionnaire=draft, actor=None, now=now)


def _propose(place: Property, version: QuestionnaireVersion, terms: dict[str, object]) -> list[str]:
    """The breakdowns that are recommended for these terms, at the property as it is now."""
    options = propose_cuts(
        frame_of_property(place),
        read_version(version),
        min_group=int(str(terms["min_group"])),
        access=str(terms["access"]),
    )
    return [option.id for option in options if option.proposed]
