"""A worker that prints a wave's letters is killed, and another one takes over.

O1  It goes on where the last one died: no part is made twice.
O2  From the first part that would be another one everything is made anew, in the order of delivery.
O3  A part's mark is another one with anything that stands on it, and under another key.
O4  How many sheets there will be is told before a square is drawn.
O5  A part from before there were marks is made again where its job was cut short; made ones stay.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from markupsafe import Markup
from sqlalchemy import select, update

from survey.communities.queries import get_property
from survey.db import db, transaction
from survey.homes.models import Home
from survey.jobs.models import Job
from survey.letters import jobs, sheets
from survey.letters.drawing import draw_square
from survey.letters.homes import list_letter_homes
from survey.letters.making import speaker
from survey.letters.marks import mark_of
from survey.letters.models import PrintedPart
from survey.letters.rendering import A_PART, Look, render_sheets
from survey.letters.services import PRINT, keep_what_is_right
from survey.letters.sheets import Sheet, make_sheets
from tests.factories.waves import Fieldwork
from tests.features.letters.reading import codes_in, pages_of
from tests.features.letters.test_printing import address, ask, only_printing, work_off
from tests.migrations.stepping import migrate
from tests.support.frozen_clock import FrozenClock

KEY = bytes(32)


class Killed(BaseException):
    """No handler sees it, as none sees SIGKILL."""


def drawn_until(
    monkeypatch: pytest.MonkeyPatch, dies_at: int, *, blank: bool = False
) -> list[tuple[str, ...]]:
    """The doors of each part, as parts are made; two slips a part. One of them kills its worker.

    blank: for tests to which it does not matter what stands on the slips.
    """
    made: list[tuple[str, ...]] = []

    def render(part: Sequence[Sheet], *rest: Any) -> bytes:
        made.append(tuple(sheet.door for sheet in part))
        if len(made) == dies_at:
            raise Killed
        return b"%PDF-1.7" if blank else render_sheets(part, *rest)

    monkeypatch.setitem(A_PART, "slips", 2)
    monkeypatch.setattr(jobs, "render_sheets", render)
    return made


def die(client: FlaskClient, work: Fieldwork, clock: FrozenClock) -> None:
    """Ask for slips, have a worker die over them, and wait until its lease is over."""
    ask(client, work, shape="slips")
    with pytest.raises(Killed):
        work_off()
    db.session.rollback()
    clock.forward(minutes=3)


def speak_english_to(door: str) -> None:
    with transaction():
        db.session.execute(update(Home).where(Home.label == door).values(language="en"))


FIRST, SECOND, THIRD = ("2-9", "2-9"), ("2-10", "10-1"), ("=1+1",)


@pytest.mark.parametrize(
    ("changed", "again", "english"),
    [
        pytest.param(None, [THIRD], [0, 1, 1], id="O1"),
        pytest.param("2-10", [SECOND, THIRD], [0, 2, 1], id="O2"),
        pytest.param("2-9", [FIRST, SECOND, THIRD], [2, 1, 1], id="O2-first"),
    ],
)
def test_taken_over(
    greta: FlaskClient,
    wave: Fieldwork,
    frozen_clock: FrozenClock,
    monkeypatch: pytest.MonkeyPatch,
    changed: str | None,
    again: list[tuple[str, ...]],
    english: list[int],
) -> None:
    """O1, O2"""
    made = drawn_until(monkeypatch, dies_at=3)
    die(greta, wave, frozen_clock)
    if changed:
        speak_english_to(changed)
    work_off()
    assert made == [FIRST, SECOND, THIRD, *again]
    assert only_printing().made_at == frozen_clock()
    job = db.session.scalars(select(Job).where(Job.kind == PRINT)).one()
    assert (job.state, job.done, job.total) == ("done", 5, 5)
    reply = greta.post(address(wave, f"/{only_printing().id}/file"))
    with zipfile.ZipFile(io.BytesIO(reply.data)) as packed:
        parts = [packed.read(name) for name in packed.namelist()]
    in_order = [code for home in list_letter_homes(wave.wave) for code in home.codes]
    assert [code for part in parts for code in codes_in(part)] == in_order
    assert [" ".join(pages_of(part)).count("How is it to live") for part in parts] == english


def test_what_is_left_of_a_longer_list_goes(
    greta: FlaskClient, wave: Fieldwork, frozen_clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """O2"""
    drawn_until(monkeypatch, dies_at=3, blank=True)
    die(greta, wave, frozen_clock)
    printing_id = only_printing().id
    first, _second = db.session.scalars(
        select(PrintedPart.made_of).order_by(PrintedPart.number)
    ).all()
    assert first is not None
    with transaction():
        assert keep_what_is_right(printing_id=printing_id, marks=[first]) == 1
    assert db.session.scalars(select(PrintedPart.number)).all() == [1]


def test_marks(wave: Fieldwork) -> None:
    """O3"""
    place = get_property(wave.wave.property_id)
    homes, say = list_letter_homes(wave.wave), speaker(wave.wave, place, "invitation")
    part, look = list(make_sheets(homes, say, "slips")), Look("slips", "a4")
    one, slip = part[0], part[0].rows[0][0]
    other_words = replace(one.words, promise=((Markup("Who?"), Markup("Nobody.")),))
    others = [
        replace(one, door="2-8"),
        replace(one, to=("Somebody else",)),
        replace(one, greeting="Hello Zoe,"),
        replace(one, of="1 of 3"),
        replace(one, rows=((replace(slip, code="2222-2222-2222"),),)),
        replace(one, words=other_words),
    ]
    marks = [
        mark_of(part, look, KEY),
        mark_of(part[:-1], look, KEY),
        mark_of([part[1], part[0], *part[2:]], look, KEY),
        mark_of(part, replace(look, paper="letter"), KEY),
        mark_of(part, replace(look, returned_to="PO Box 7"), KEY),
        mark_of(part, look, bytes(31) + b"1"),
        *(mark_of([other, *part[1:]], look, KEY) for other in others),
    ]
    assert len(set(marks)) == len(marks) == 12
    made_anew = list(make_sheets(homes, speaker(wave.wave, place, "invitation"), "slips"))
    assert mark_of(made_anew, look, KEY) == marks[0]
    reminded = list(make_sheets(homes, speaker(wave.wave, place, "reminder"), "slips"))
    assert mark_of(reminded, look, KEY) not in marks


def test_told_before_anything_is_drawn(
    greta: FlaskClient, wave: Fieldwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    """O4"""
    told: list[int] = []

    def draw(text: str, name: str) -> Markup:
        told.append(db.session.scalars(select(Job.total).where(Job.kind == PRINT)).one())
        return draw_square(text, name)

    monkeypatch.setattr(sheets, "draw_square", draw)
    ask(greta, wave, shape="slips")
    work_off()
    assert len(told) > len(wave.codes)
    assert set(told) == {5}


def test_parts_of_before(
    greta: FlaskClient, wave: Fieldwork, frozen_clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """O5"""
    made = drawn_until(monkeypatch, dies_at=3, blank=True)
    die(greta, wave, frozen_clock)
    sealed = db.session.scalars(select(PrintedPart.sealed).order_by(PrintedPart.number)).all()
    migrate("20261209_own_conditions")
    migrate("head")
    kept = db.session.execute(select(PrintedPart.sealed, PrintedPart.made_of)).all()
    assert {tuple(row) for row in kept} == {(one, None) for one in sealed}
    work_off()
    assert made == [FIRST, SECOND, THIRD, FIRST, SECOND, THIRD]
    assert only_printing().made_at == frozen_clock()
