"""Staff with a phone in one hand: what is pressed is big enough, and large letters fit.

H1  Whatever stands by itself is at least 44 px high and wide, at 320 px.
H2  With letters twice as large nothing is wider than the window.
H3  A form with something typed is not left without being asked; sending it asks nothing.
H4  The later days of a launch move with the first one, unless they were chosen by hand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import pytest
from playwright.sync_api import Dialog, expect
from sqlalchemy import select

from survey.accounts.models import Person
from survey.db import db
from survey.results.models import Release
from tests.browser.conftest import NewPhone
from tests.browser.hosting import NARROW, PHONE
from tests.browser.looking import enlarge, measure
from tests.browser.walking import sign_in
from tests.factories.everybody import Everybody
from tests.factories.waves import launch_wave_for_tests
from tests.support.frozen_clock import FrozenClock
from tests.support.portfolios import released, settle

TOO_SMALL: Final = re.compile(r"\d+ by \d+ px: ")


@pytest.mark.timeout(120)
def test_on_a_phone(new_phone: NewPhone, people: Everybody, frozen_clock: FrozenClock) -> None:
    """H1, H2"""
    work = launch_wave_for_tests(frozen_clock(), place=people.maple, cuts=())
    settle(people.hearth, [("Cedar Court", released(1))])
    release = db.session.scalars(select(Release.id)).first()
    there = "/staff/properties/maple-court"
    managing = ("/staff", "/staff/calendar", f"/staff/waves/{work.wave_id}", there)
    placed = [f"{there}/{one}" for one in ("launch", "homes", "edit")]
    reading = ("/staff/results", f"/staff/releases/{release}", "/staff/translations/1/es")
    found = _wrong_on(new_phone, people.bob, [*managing, *placed])
    found += _wrong_on(new_phone, people.alice, reading)
    assert found == []


def _wrong_on(new_phone: NewPhone, person: Person, paths: Sequence[str]) -> list[str]:
    page = new_phone()
    sign_in(page, person)
    found = []
    for path in paths:
        answered = page.goto(path)
        assert answered is not None
        assert answered.ok, path
        page.set_viewport_size(NARROW)
        small = [one for one in measure(page) if TOO_SMALL.match(one)]
        page.set_viewport_size(PHONE)
        found += [f"{path}: {one}" for one in (*small, *enlarge(page))]
    return found


def test_nothing_typed_is_lost(new_phone: NewPhone, people: Everybody) -> None:
    """H3, H4"""
    page, asked = new_phone(), list[str]()

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    sign_in(page, people.bob)
    page.goto("/staff/properties/maple-court/launch")
    opens, closes, results = map(page.get_by_label, ("Opens", "Closes", "Results by"))
    for first, last, out in (
        ("2026-12-01", "2026-12-22", "2027-01-19"),
        ("2026-12-03", "2026-12-24", "2027-01-21"),
    ):
        opens.fill(first)
        assert (closes.input_value(), results.input_value()) == (last, out)
    closes.fill("2026-12-26")
    opens.fill("2026-12-01")
    assert (closes.input_value(), results.input_value()) == ("2026-12-26", "2027-01-19")
    page.get_by_role("link", name="Home", exact=True).click()
    assert asked == ["beforeunload"]
    page.get_by_role("button", name="Show the promise with these choices").click()
    page.wait_for_load_state()
    expect(closes).to_have_value("2026-12-26")
    assert asked == ["beforeunload"]
