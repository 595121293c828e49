"""Pages of those who read what residents wrote, and of those who read many places' results.

V1  axe-core finds nothing on the redactor's pages, also where a decision is refused and where
    somebody is in danger, and nothing scrolls sideways at 320 px: in English, Arabic and Chinese,
    with words that are long and run from either side.
V2  The same of the portfolio, of most of its places and of none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import pytest
from playwright.sync_api import Page

from survey.accounts.models import Person
from survey.db import db, transaction
from tests.browser.axe import violations
from tests.browser.conftest import NewPhone
from tests.browser.hosting import NARROW
from tests.browser.languages import ALWAYS
from tests.browser.looking import no_sideways_scroll
from tests.browser.walking import sign_in
from tests.factories.answer_sets import COMMENT_ITEM
from tests.factories.comments import place_of, plain_comments, released_wave
from tests.factories.everybody import Everybody
from tests.support.frozen_clock import FrozenClock
from tests.support.portfolios import NAMES, hidden, moved, released, settle

LONG: Final = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung"
TELLING: Final = f"Ask Mrs. Okafor in 4B, call 612-555-0142 before 3/14, or mail me@{LONG}.example"
ARABIC: Final = "اسألوا السيدة خديجة في شقة ١٢، رقمها ٠٧٩١٢٣٤٥٦٧، يوم الثلاثاء ١٢ مارس"

Walk = Callable[[Page], Iterator[str]]


def wrong_on(new_phone: NewPhone, person: Person, walk: Walk) -> list[str]:
    """What is wrong at each stop on a narrow phone, in each of the languages."""
    page = new_phone(viewport=NARROW)
    sign_in(page, person)
    found = []
    for tag in ALWAYS:
        with transaction():
            db.session.get_one(Person, person.id).locale = tag
        for name in walk(page):
            assert page.locator("html").get_attribute("lang") == tag
            wrong = violations(page) + ([] if no_sideways_scroll(page) else ["scrolls sideways"])
            found += [f"{name} in {tag}: {one}" for one in wrong]
    return found


@pytest.mark.timeout(180)
def test_redactor(new_phone: NewPhone, people: Everybody, frozen_clock: FrozenClock) -> None:
    """V1"""
    texts = [*plain_comments(20), TELLING, ARABIC]
    work = released_wave(people.maple, frozen_clock(), texts, 8)
    there = f"/staff/comments/{work.wave_id}/{COMMENT_ITEM}"
    telling, arabic = (f"{there}/{place_of(work, text)}" for text in (TELLING, ARABIC))

    def walk(page: Page) -> Iterator[str]:
        for path in ("/staff/comments", "/staff/comments/words/maple-court", there):
            page.goto(path)
            yield path
        page.goto(telling)
        page.fill("#shown_text", "")
        page.locator("button[value=show]").click()
        page.locator(".problems").wait_for()
        yield "nothing to show"
        page.goto(arabic)
        page.locator("button[value=danger]").click()
        page.locator("#danger").wait_for()
        yield "danger"

    assert wrong_on(new_phone, people.faye, walk) == []


@pytest.mark.timeout(120)
def test_portfolio(new_phone: NewPhone, people: Everybody) -> None:
    """V2"""
    made = [released(seed) for seed in range(len(NAMES))]
    moved(made[0], "structural", "clear_rise", 8)
    hidden(made[2], "perceptual")
    settle(people.hearth, zip((LONG, *NAMES[1:]), made, strict=True))

    def walk(page: Page) -> Iterator[str]:
        for size, shown in (("100to199", True), ("from500", False)):
            page.goto(f"/staff/portfolio?size={size}")
            assert page.get_by_text(LONG).first.is_visible() == shown
            yield size

    assert wrong_on(new_phone, people.charlie, walk) == []
