"""Waves for people who move in, and households that do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from secrets import token_hex
from typing import Any
from zoneinfo import ZoneInfo

from survey.communities.models import Property
from survey.db import transaction
from survey.letters.hand_outs import find_codes
from survey.waves.services import give_codes
from tests.factories.sendings import send_answers
from tests.factories.waves import TIMEZONE, Fieldwork, launch_wave_for_tests, pulse

TEMPLATE = "new_resident_90d"


def launch_move_in_for_tests(
    now: datetime, *, place: Property | None = None, **changes: Any
) -> Fieldwork:
    """A launched wave of a year, at a new property of 120 homes unless one is given."""
    today = now.astimezone(ZoneInfo(TIMEZONE)).date()
    closes_on = changes.pop("closes_on", today + timedelta(days=364))
    terms = {
        "template": TEMPLATE,
        "cuts": (),
        "closes_on": closes_on,
        "report_by": closes_on + timedelta(days=30),
        **changes,
    }
    return launch_wave_for_tests(now, place=place, **terms)


def move_in(fieldwork: Fieldwork, adults: int, now: datetime) -> list[str]:
    """A household that moved in; its codes, one an adult."""
    with transaction():
        home = give_codes(
            wave=fieldwork.wave, adults=adults, hand_out=token_hex(16), actor=None, now=now
        )
        number = home.number
    return find_codes(fieldwork.wave, number)


def answers_of_mover(draw: Random, favor: float) -> dict[str, Any]:
    """A full answer set; `favor` is the chance of the best half of a scale."""
    asked = pulse(TEMPLATE)
    answers: dict[str, Any] = {}
    for item in asked.closed_items:
        scale = asked.scale_of(item)
        values: list[Any] = list(scale.values) or [option.value for option in scale.options]
        good = draw.random() < favor
        half = values[: len(values) // 2] if item.reverse else values[len(values) // 2 :]
        chosen = draw.choice(half if good else values)
        answers[item.id] = [chosen] if scale.kind == "multi" else chosen
    return answers


def send(fieldwork: Fieldwork, codes: Sequence[str], now: datetime, favor: float = 0.5) -> None:
    """Each code sends an answer set, by the service."""
    draw = Random(len(codes))
    send_answers(fieldwork, ((code, answers_of_mover(draw, favor)) for code in codes), now)
