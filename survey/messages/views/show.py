"""A wave's mailings: which are planned, on their way or sent, and what can be prepared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from flask import render_template, url_for
from flask_babel import gettext as _

from survey import clock
from survey.accounts.access import Right, has_right, signed_in
from survey.communities.days import day_at
from survey.communities.queries import get_property
from survey.jobs.queue import find_job
from survey.messages import staff_words
from survey.messages.models import CHANNELS, CONTACTS, Mailing
from survey.messages.queries import (
    Obstacle,
    count_bounces,
    find_obstacle,
    list_homes_reached,
    list_mailings,
)
from survey.messages.services import is_ready, job_key
from survey.messages.views.blueprint import bp
from survey.waves import words
from survey.waves.models import Wave
from survey.waves.queries import get_wave_for, is_over
from survey.waves.views.show import find_headline
from survey.web.hindrances import explain_not_sent

SOON: Final = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Cell:
    """One message by one channel: its state in words and its page."""

    channel: str
    label: str
    url: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One message by each channel."""

    name: str
    cells: tuple[Cell, ...]


@bp.get("/staff/waves/<wave_id>/messages")
def show(wave_id: str) -> str:
    """Show what goes out to the homes of a wave, to whoever may send."""
    person = signed_in()
    wave = get_wave_for(person, wave_id, Right.SEND)
    place = get_property(wave.property_id)
    now = clock.now()
    kept = {(one.contact, one.channel): one for one in list_mailings(wave)}
    obstacles = {channel: find_channel_obstacle(wave, channel, now) for channel in CHANNELS}
    return render_template(
        "messages/show.html",
        wave=wave,
        place=place,
        manages=has_right(person, place, Right.MANAGE),
        headline=find_headline(wave, place, now),
        closing_soon=_closing_soon(wave, now),
        obstacles=_told(obstacles),
        rows=_rows(wave, kept, count_bounces(wave), obstacles),
    )


def find_channel_obstacle(wave: Wave, channel: str, now: datetime) -> Obstacle | None:
    """What keeps a channel's messages from going out; the list is only read where it matters."""
    place = get_property(wave.property_id)
    ready = is_ready(channel)
    homes = [] if is_over(wave, now) or not ready else list_homes_reached(wave, place, channel)
    return find_obstacle(wave, place, homes, ready=ready, now=now)


def tell_mailing(wave: Wave, mailing: Mailing, bounced: int) -> Cell:
    """A mailing's state and counts in words."""
    state = find_mailing_state(wave, mailing)
    begins = day_at(get_property(wave.property_id), mailing.send_at)
    facts = [] if state == "stopped" else [_("From %(day)s on", day=words.day(begins))]
    if mailing.cursor_home:
        facts += [
            _("Sent: %(count)s", count=staff_words.in_steps(mailing.sent)),
            _(
                "No address, or no more wanted: %(count)s",
                count=staff_words.in_steps(mailing.skipped),
            ),
            _("Not taken: %(count)s", count=staff_words.in_steps(mailing.failed)),
            _("Came back: %(count)s", count=staff_words.in_steps(bounced)),
        ]
    if mailing.problem and state in ("put_off", "gave_up"):
        facts.append(explain_not_sent(mailing.problem, mailing.channel))
    return Cell(mailing.channel, staff_words.state_name(state), _page(wave, mailing), tuple(facts))


def find_mailing_state(wave: Wave, mailing: Mailing) -> str:
    """A mailing's state as people are told it."""
    job = find_job(job_key(mailing.id))
    return staff_words.state_of(mailing, wave, gave_up=job is not None and job.state == "failed")


def _rows(
    wave: Wave,
    kept: Mapping[tuple[str, str], Mailing],
    bounced: Mapping[int, int],
    obstacles: Mapping[str, Obstacle | None],
) -> list[Row]:
    rows = []
    for contact in CONTACTS:
        cells = []
        for channel in CHANNELS:
            mailing = kept.get((contact, channel))
            if mailing is not None:
                cells.append(tell_mailing(wave, mailing, bounced.get(mailing.id, 0)))
            elif obstacles[channel] is None:
                url = url_for("messages.mailing", wave_id=wave.id, contact=contact, channel=channel)
                cells.append(Cell(channel, _("Prepare"), url))
            else:
                cells.append(Cell(channel, "", ""))
        rows.append(Row(staff_words.contact_name(contact), tuple(cells)))
    return rows


def _told(obstacles: Mapping[str, Obstacle | None]) -> Sequence[str]:
    """What keeps messages from going out, each sentence once."""
    told = [staff_words.obstacle(one, channel) for channel, one in obstacles.items() if one]
    return list(dict.fromkeys(told))


def _closing_soon(wave: Wave, now: datetime) -> str:
    if wave.state != "open" or not now < wave.ends_at < now + SOON:
        return ""
    place = get_property(wave.property_id)
    last = day_at(place, wave.ends_at - timedelta(seconds=1))
    return _(
        "The survey closes at the end of %(day)s. What has not gone out by then does not go out.",
        day=words.day(last),
    )


def _page(wave: Wave, mailing: Mailing) -> str:
    return url_for(
        "messages.mailing", wave_id=wave.id, contact=mailing.contact, channel=mailing.channel
    )
